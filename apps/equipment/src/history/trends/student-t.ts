/* Of the normal distribution at 0.975, for intervals of 95 %. */
const Z = 1.959963984540054;

/**
 * Quantile 0.975 of Student's t by the expansion of Abramowitz and Stegun, 26.7.5; off by less than 0.4 % from three degrees of
 * freedom on, which need not be whole.
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
