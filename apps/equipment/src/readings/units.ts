import { decimalOf, nearestQuotient } from '@argus/alarms';
import { type Metric, metrics, type Units } from '@argus/contracts';

/* stored = (value * times + plus) / over, in whole numbers. 1 psi is 4.4482216152605 N on 6.4516 cm² (NIST SP 811, exact). */
interface Ratio {
  readonly times: number;
  readonly plus: number;
  readonly over: number;
}
const ratio = (times: number, over: number, plus = 0): Ratio => ({ times, plus, over });
const ratios: Readonly<Record<string, Ratio>> = {
  '°F': ratio(5, 9, -160),
  K: ratio(100, 100, -27_315),
  Hz: ratio(60, 1),
  mbar: ratio(1, 1000),
  Pa: ratio(1, 100_000),
  kPa: ratio(1, 100),
  MPa: ratio(10, 1),
  psi: ratio(44_482_216_152_605, 645_160_000_000_000),
};
/** Irrational, so no decimal in one unit equals one in the other. */
const RPM_PER_RAD_S = 30 / Math.PI;

/** More places are rare, and go the long way. */
const MAX_PLACES = 6;

/**
 * Converts to the stored unit: °C, rpm or bar. The result is the number nearest to what the decimal that was sent is exactly, so
 * that equal values are equal and larger ones never smaller, whatever their units: 140 °F is 60 °C.
 */
export function toStored(value: number, unit: string | undefined): number {
  if (unit === 'rad/s') return value * RPM_PER_RAD_S;
  const conversion = unit === undefined ? undefined : ratios[unit];
  if (conversion === undefined) return value;
  const { times, plus, over } = conversion;
  for (let places = 0, power = 1; places <= MAX_PLACES; places++, power *= 10) {
    const digits = Math.round(value * power);
    if (digits / power !== value) continue;
    const numerator = digits * times + plus * power;
    const bound = Math.abs(digits) * times + Math.abs(plus) * power;
    // One division of whole numbers rounds once.
    if (bound <= Number.MAX_SAFE_INTEGER) return numerator / (over * power);
    break;
  }
  const { digits, places } = decimalOf(value);
  const power = 10n ** BigInt(places);
  return nearestQuotient(digits * BigInt(times) + BigInt(plus) * power, BigInt(over) * power);
}

/** Converts from the stored unit, rounded to 12 digits so that clients get back the value they sent. */
export function fromStored(value: number, unit: string | undefined): number {
  if (unit === 'rad/s') return Number((value / RPM_PER_RAD_S).toPrecision(12));
  const conversion = unit === undefined ? undefined : ratios[unit];
  if (conversion === undefined) return value;
  const { times, plus, over } = conversion;
  return Number(((value * over - plus) / times).toPrecision(12));
}

/** For readings that state no units. */
export const noUnits: Units = {};

type Values = Readonly<Record<Metric, number>>;

/** Converts stored values to a machine's units. */
export function inUnits<T extends Values>(row: T, units: Units | null): T {
  if (units === null) return row;
  const values = Object.fromEntries(
    metrics.map((metric) => [metric, fromStored(row[metric], units[metric])]),
  );
  return { ...row, ...values };
}

/** Converts sent values to stored units: from the units of the reading, else those of its machine. */
export function inStoredUnits<T extends Partial<Values>>(
  sent: T,
  ofEquipment: Units | null,
  ofReading: Units = noUnits,
): T {
  if (ofEquipment === null && ofReading === noUnits) return sent;
  const values = metrics.flatMap((metric) => {
    const value = sent[metric];
    return value === undefined ? [] : [[metric, toStored(value, ofReading[metric] ?? ofEquipment?.[metric])]];
  });
  return { ...sent, ...(Object.fromEntries(values) as Partial<Values>) };
}
