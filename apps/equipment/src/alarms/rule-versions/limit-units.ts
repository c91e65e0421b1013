import type { LimitUnits } from '@argus/alarms';
import { metrics } from '@argus/contracts';
import { fromStored, toStored } from '../../readings/units.js';

const documented: readonly string[] = metrics;

/** Limits convert as readings do. Further measurements have one unit, which may have the name of one that converts. */
export const limitUnits: LimitUnits = {
  toSignal: (limit, signal, unit) => (documented.includes(signal) ? toStored(limit, unit) : limit),
  fromSignal: (value, signal, unit) => (documented.includes(signal) ? fromStored(value, unit) : value),
};
