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
  /** Microseconds since 1970. */
  readonly startsAtUs: number;
  count: number;
  firstAtUs: number;
  lastAtUs: number;
}

/** Returns one part for each machine and minute, and for each machine and hour. */
export function summarise(readings: readonly StoredReading[]): RollupPart[] {
  const parts: RollupPart[] = [];
  for (const periodS of rollupPeriods) {
    const byEquipment = new Map<number, Map<number, RollupPart>>();
    for (const reading of readings) {
      if (isBad(reading)) continue;
      const { equipmentId } = reading;
      const atUs = reading.measuredAtUs;
      const startsAtUs = Math.floor(atUs / (periodS * 1e6)) * periodS * 1e6;
      let periods = byEquipment.get(equipmentId);
      if (periods === undefined) byEquipment.set(equipmentId, (periods = new Map<number, RollupPart>()));
      const part = periods.get(startsAtUs);
      if (part !== undefined) include(part, reading, atUs);
      else {
        const begun = begin(equipmentId, periodS, startsAtUs, reading, atUs);
        periods.set(startsAtUs, begun);
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
  startsAtUs: number,
  { temperature, speed, pressure }: StoredReading,
  atUs: number,
): RollupPart => ({
  equipmentId,
  periodS,
  startsAtUs,
  count: 1,
  firstAtUs: atUs,
  lastAtUs: atUs,
  temperature: one(temperature),
  speed: one(speed),
  pressure: one(pressure),
});

function include(part: RollupPart, reading: StoredReading, atUs: number): void {
  const isFirst = atUs < part.firstAtUs;
  const isLast = atUs >= part.lastAtUs;
  part.count++;
  if (isFirst) part.firstAtUs = atUs;
  if (isLast) part.lastAtUs = atUs;
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
