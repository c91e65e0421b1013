import { type Metric, metrics } from '@argus/contracts';
import { isBad, type StoredReading } from '../values/stored-reading.js';

/** Periods of roll-ups in seconds: a minute and an hour. */
export const rollupPeriods = [60, 3600] as const;

export interface Summary {
  min: number;
  max: number;
  sum: number;
  first: number;
  last: number;
}

/** What readings of a machine add to the roll-up of a period. */
export interface RollupPart extends Record<Metric, Summary> {
  readonly equipmentId: number;
  readonly periodS: number;
  /** Epoch milliseconds. */
  readonly startsAtMs: number;
  count: number;
  firstAtMs: number;
  lastAtMs: number;
}

/** Returns one part for each machine and minute, and for each machine and hour. */
export function summarise(readings: readonly StoredReading[]): RollupPart[] {
  const parts: RollupPart[] = [];
  for (const periodS of rollupPeriods) {
    const byEquipment = new Map<number, Map<number, RollupPart>>();
    for (const reading of readings) {
      if (isBad(reading)) continue;
      const { equipmentId } = reading;
      const atMs = Math.floor(reading.measuredAtUs / 1000);
      const startsAtMs = Math.floor(atMs / (periodS * 1000)) * periodS * 1000;
      let periods = byEquipment.get(equipmentId);
      if (periods === undefined) byEquipment.set(equipmentId, (periods = new Map<number, RollupPart>()));
      const part = periods.get(startsAtMs);
      if (part !== undefined) include(part, reading, atMs);
      else {
        const begun = begin(equipmentId, periodS, startsAtMs, reading, atMs);
        periods.set(startsAtMs, begun);
        parts.push(begun);
      }
    }
  }
  return parts;
}

const one = (value: number): Summary => ({ min: value, max: value, sum: value, first: value, last: value });

const begin = (
  equipmentId: number,
  periodS: number,
  startsAtMs: number,
  { temperature, speed, pressure }: StoredReading,
  atMs: number,
): RollupPart => ({
  equipmentId,
  periodS,
  startsAtMs,
  count: 1,
  firstAtMs: atMs,
  lastAtMs: atMs,
  temperature: one(temperature),
  speed: one(speed),
  pressure: one(pressure),
});

function include(part: RollupPart, reading: StoredReading, atMs: number): void {
  const isFirst = atMs < part.firstAtMs;
  const isLast = atMs >= part.lastAtMs;
  part.count++;
  if (isFirst) part.firstAtMs = atMs;
  if (isLast) part.lastAtMs = atMs;
  for (const metric of metrics) {
    const summary = part[metric];
    const value = reading[metric];
    if (value < summary.min) summary.min = value;
    if (value > summary.max) summary.max = value;
    summary.sum += value;
    if (isFirst) summary.first = value;
    if (isLast) summary.last = value;
  }
}
