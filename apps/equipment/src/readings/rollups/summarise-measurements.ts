import { isBad, type StoredReading } from '../values/stored-reading.js';
import { rollupPeriods, type Summary } from './summarise.js';

/** What readings of a machine add to the roll-up of one further measurement in a period. */
export interface MeasurementPart extends Summary {
  readonly equipmentId: number;
  readonly name: string;
  readonly periodS: number;
  /** Epoch milliseconds. */
  readonly startsAtMs: number;
  count: number;
  firstAtMs: number;
  lastAtMs: number;
}

/** Returns one part for each machine, measurement name and period. */
export function summariseMeasurements(readings: readonly StoredReading[]): MeasurementPart[] {
  const parts = new Map<string, MeasurementPart>();
  for (const reading of readings) {
    const { equipmentId, measurements } = reading;
    if (measurements === undefined || isBad(reading)) continue;
    const atMs = Math.floor(reading.measuredAtUs / 1000);
    for (const periodS of rollupPeriods) {
      const startsAtMs = Math.floor(atMs / (periodS * 1000)) * periodS * 1000;
      for (const name in measurements) {
        const value = measurements[name]!;
        const key = `${equipmentId} ${periodS} ${startsAtMs} ${name}`;
        const part = parts.get(key);
        if (part) include(part, value, atMs);
        else {
          const summary = { min: value, max: value, sum: value, first: value, last: value };
          const times = { count: 1, firstAtMs: atMs, lastAtMs: atMs };
          parts.set(key, { equipmentId, name, periodS, startsAtMs, ...times, ...summary });
        }
      }
    }
  }
  return [...parts.values()];
}

function include(part: MeasurementPart, value: number, atMs: number): void {
  part.count++;
  part.sum += value;
  if (value < part.min) part.min = value;
  if (value > part.max) part.max = value;
  if (atMs < part.firstAtMs) [part.firstAtMs, part.first] = [atMs, value];
  if (atMs >= part.lastAtMs) [part.lastAtMs, part.last] = [atMs, value];
}
