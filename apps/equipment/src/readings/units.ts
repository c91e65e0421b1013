import { type Metric, metrics, type Units } from '@argus/contracts';

/* record = value * factor + offset. 1 psi = 6894.757293168 Pa (NIST SP 811, appendix B). */
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

/** A value in the unit of the record: °C, rpm, bar. */
export function toRecord(value: number, unit: string | undefined): number {
  const conversion = unit === undefined ? undefined : conversions[unit];
  return conversion === undefined ? value : value * conversion[0] + conversion[1];
}

/** A value of the record in another unit, rounded to 12 digits so that what was sent comes back. */
export function fromRecord(value: number, unit: string | undefined): number {
  const conversion = unit === undefined ? undefined : conversions[unit];
  return conversion === undefined ? value : Number(((value - conversion[1]) / conversion[0]).toPrecision(12));
}

/** Of readings that state none. */
export const noUnits: Units = {};

type Values = Readonly<Record<Metric, number>>;

/** The values of a row of the record in an equipment's units. */
export function inUnits<T extends Values>(row: T, units: Units | null): T {
  if (units === null) return row;
  const values = Object.fromEntries(
    metrics.map((metric) => [metric, fromRecord(row[metric], units[metric])]),
  );
  return { ...row, ...values };
}

/** Values that came in an equipment's units, or in those that a reading stated itself, in the units of the record. */
export function inRecordUnits<T extends Partial<Values>>(
  sent: T,
  ofEquipment: Units | null,
  ofReading: Units = noUnits,
): T {
  if (ofEquipment === null && ofReading === noUnits) return sent;
  const values = metrics.flatMap((metric) => {
    const value = sent[metric];
    return value === undefined ? [] : [[metric, toRecord(value, ofReading[metric] ?? ofEquipment?.[metric])]];
  });
  return { ...sent, ...(Object.fromEntries(values) as Partial<Values>) };
}
