import { type Metric, metrics, type Units } from '@argus/contracts';

/* stored = value * factor + offset. 1 psi = 6894.757293168 Pa (NIST SP 811, appendix B). */
const conversions: Readonly<Record<string, readonly [factor: number, offset: number]>> = {
  '°F': [5 / 9, -160 / 9],
  K: [1, -273.15],
  'rad/s': [30 / Math.PI, 0],
  Hz: [60, 0],
  mbar: [1e-3, 0],
  Pa: [1e-5, 0],
  kPa: [1e-2, 0],
  MPa: [10, 0],
  psi: [0.06894757293168, 0],
};

/** Converts to the stored unit: °C, rpm or bar. */
export function toStored(value: number, unit: string | undefined): number {
  const conversion = unit === undefined ? undefined : conversions[unit];
  return conversion === undefined ? value : value * conversion[0] + conversion[1];
}

/** Converts from the stored unit, rounded to 12 digits so that clients get back the value they sent. */
export function fromStored(value: number, unit: string | undefined): number {
  const conversion = unit === undefined ? undefined : conversions[unit];
  return conversion === undefined ? value : Number(((value - conversion[1]) / conversion[0]).toPrecision(12));
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
