import { type Issue, metrics, metricUnits } from '@argus/contracts';
import type { SignalUnit } from '../../machines/measurement.store.js';
import type { NamedSignal } from '../rule-versions/named-signals.js';

const documented: readonly string[] = metrics;
export const isDocumented = (signal: string): boolean => documented.includes(signal);

/** Mentions of signals that the rule's equipment does not measure, each with those that it does. */
export function unknownSignals(named: readonly NamedSignal[], defined: readonly SignalUnit[]): Issue[] {
  const names = [...new Set([...documented, ...defined.map(({ name }) => name)])];
  return named
    .filter(({ signal }) => !names.includes(signal))
    .map(({ signal, path }) => ({
      path: [...path, 'signal'],
      code: 'not_a_choice',
      params: { value: signal, allowed: names.join(', ') },
    }));
}

/** Limits in units that their signals do not have, each with those that they do. */
export function unknownUnits(named: readonly NamedSignal[], defined: readonly SignalUnit[]): Issue[] {
  return named.flatMap(({ signal, unit, path }): Issue[] => {
    if (unit === undefined) return [];
    const units = unitsOf(signal, defined);
    const isOne = isDocumented(signal) || units.length === 1;
    if (units.length === 0 || (isOne && units.includes(unit))) return [];
    const at = [...path, 'unit'];
    if (isOne)
      return [{ path: at, code: 'not_a_choice', params: { value: unit, allowed: units.join(', ') } }];
    const text = `Types of equipment measure ${signal} in ${units.join(', ')}. Write a rule for one of them.`;
    return [{ path: at, code: 'invalid', params: { text } }];
  });
}

function unitsOf(signal: string, defined: readonly SignalUnit[]): readonly string[] {
  const metric = metrics.find((each) => each === signal);
  if (metric) return metricUnits[metric];
  return [...new Set(defined.filter(({ name }) => name === signal).map(({ unit }) => unit))];
}
