import { isBad, type StoredReading } from '../values/stored-reading.js';
import { rollupPeriods, type Summary } from './summarise.js';

/** What readings of a machine add to the roll-up of one further measurement in a period. */
export interface MeasurementPart extends Summary {
  readonly equipmentId: number;
  readonly name: string;
  readonly periodS: number;
  /** Microseconds since 1970. */
  readonly startsAtUs: number;
  count: number;
  firstAtUs: number;
  lastAtUs: number;
}

/** Returns one part for each machine, measurement name and period. */
export function summariseMeasurements(readings: readonly StoredReading[]): MeasurementPart[] {
  const parts = new Map<string, MeasurementPart>();
  for (const reading of readings) {
    const { equipmentId, measurements } = reading;
    if (measurements === undefined || isBad(reading)) continue;
    const atUs = reading.measuredAtUs;
    for (const periodS of rollupPeriods) {
      const startsAtUs = Math.floor(atUs / (periodS * 1e6)) * periodS * 1e6;
      for (const name in measurements) {
        const value = measurements[name]!;
        const key = `${equipmentId} ${periodS} ${startsAtUs} ${name}`;
        const part = parts.get(key);
        if (part) include(part, value, atUs);
        else {
          const summary = { min: value, max: value, sum: value, first: value, last: value };
          const times = { count: 1, firstAtUs: atUs, lastAtUs: atUs };
          parts.set(key, { equipmentId, name, periodS, startsAtUs, ...times, ...summary });
        }
      }
    }
  }
  return [...parts.values()];
}

function include(part: MeasurementPart, value: number, atUs: number): void {
  part.count++;
  part.sum += value;
  if (value < part.min) part.min = value;
  if (value > part.max) part.max = value;
  if (atUs < part.firstAtUs) [part.firstAtUs, part.first] = [atUs, value];
  if (atUs >= part.lastAtUs) [part.lastAtUs, part.last] = [atUs, value];
}
