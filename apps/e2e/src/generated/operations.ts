import { type AnyOperation, contracts, type Family, type HttpBinding } from '@argus/contracts';

export interface ServedOperation {
  readonly family: Family;
  readonly operation: AnyOperation;
  readonly method: HttpBinding['method'];
  readonly path: string;
}

/** Every operation that clients can call; the generated suites cover all of them. */
export const servedOperations: readonly ServedOperation[] = contracts.flatMap(({ family, operations }) =>
  Object.values(operations).flatMap((operation) =>
    operation.http ? [{ family, operation, method: operation.http.method, path: operation.http.path }] : [],
  ),
);
