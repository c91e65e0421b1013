import type { Condition } from '@argus/contracts';

/** How the units in which people write limits and the unit of a signal convert. A missing unit is the signal's own. */
export interface LimitUnits {
  /** A limit as a value of the signal: converted like the values that are measured, so that equal ones are equal. */
  toSignal(limit: number, signal: string, unit: string | undefined): number;
  /** A value of the signal as it is shown in the unit, in the decimals of people. */
  fromSignal(value: number, signal: string, unit: string | undefined): number;
}

/** For signals of one unit. */
export const signalUnits: LimitUnits = { toSignal: (limit) => limit, fromSignal: (value) => value };

/** The tree with the limits of values in the units of their signals, without deadbands; rates stay as they are. */
export function inSignalUnits(condition: Condition, units: LimitUnits): Condition {
  switch (condition.type) {
    case 'compare': {
      const { type, signal, op, value, unit } = condition;
      return { type, signal, op, value: units.toSignal(value, signal, unit) };
    }
    case 'band': {
      const { type, signal, low, high, is, unit } = condition;
      const [from, to] = [units.toSignal(low, signal, unit), units.toSignal(high, signal, unit)];
      return { type, signal, low: from, high: to, is };
    }
    case 'rate_of_change':
    case 'stale':
      return condition;
    case 'and':
    case 'or':
    case 'at_least':
      return { ...condition, of: condition.of.map((part) => inSignalUnits(part, units)) };
    case 'not':
    case 'for':
    case 'repeated':
      return { ...condition, of: inSignalUnits(condition.of, units) };
  }
}
