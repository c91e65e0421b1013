/* The 0.975 quantile of the normal distribution, for 95 % intervals. */
const Z = 1.959963984540054;

/**
 * Returns the 0.975 quantile of Student's t by the expansion of Abramowitz and Stegun, 26.7.5. From three degrees of freedom on
 * (not necessarily an integer), the error is below 0.4 %.
 */
export function studentT(degreesOfFreedom: number): number {
  const z2 = Z * Z;
  const terms = [
    (z2 + 1) / 4,
    ((5 * z2 + 16) * z2 + 3) / 96,
    (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
    ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160,
  ];
  return Z * terms.reduce((sum, term, at) => sum + term / degreesOfFreedom ** (at + 1), 1);
}
