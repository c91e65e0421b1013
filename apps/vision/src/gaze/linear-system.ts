import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** The system has no unique solution if a pivot is below this share of the largest diagonal element. */
const SINGULAR = 1e-12;

/**
 * Solves a small symmetric positive definite system.
 * Returns undefined if the matrix is not positive definite.
 */
export function solvePositive(matrix: number[][], right: readonly number[]): number[] | undefined {
  const symmetric = new Matrix(matrix);
  const largest = Math.max(...symmetric.diagonal());
  if (!Number.isFinite(largest)) return undefined;
  const cholesky = new CholeskyDecomposition(symmetric);
  if (!cholesky.isPositiveDefinite()) return undefined;
  const smallest = Math.min(...cholesky.lowerTriangularMatrix.diagonal()) ** 2;
  if (!(smallest > largest * SINGULAR)) return undefined;
  return cholesky.solve(Matrix.columnVector(right)).to1DArray();
}
