/** A number as a person writes it: digits without a point, so many of which stand behind it. */
export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

/** The shortest decimal that is read as this number: what was typed, up to 15 digits. */
export function decimalOf(x: number): Decimal {
  const [mantissa, exponent = '0'] = String(x).split('e');
  const [whole, fraction = ''] = mantissa!.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole! + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

/** The number nearest to a sum of decimals: 80.1 less 0.2 is 79.9. */
export function sumOf(one: number, other: number): number {
  const [a, b] = [decimalOf(one), decimalOf(other)];
  const places = Math.max(a.places, b.places);
  const scaled = ({ digits, places: own }: Decimal): bigint => digits * 10n ** BigInt(places - own);
  return Number(`${scaled(a) + scaled(b)}e-${places}`);
}

/* Digits of a quotient, far beyond the 17 of a double, before one that stands for all that follow. */
const DIGITS = 40;

/** The number nearest to a quotient of whole numbers. */
export function nearestQuotient(numerator: bigint, denominator: bigint): number {
  const places = Math.max(0, DIGITS + String(denominator).length - String(numerator).length);
  const scaled = numerator * 10n ** BigInt(places);
  const quotient = scaled / denominator;
  const sticky = scaled % denominator === 0n ? '0' : '1';
  return Number(`${quotient === 0n && numerator < 0n ? '-' : ''}${quotient}${sticky}e-${places + 1}`);
}
