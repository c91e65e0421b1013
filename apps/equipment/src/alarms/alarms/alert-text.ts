import {
  type Condition,
  metricUnits,
  type RuleDefinition,
  severities,
  type Signal,
  signals,
  type Units,
} from '@argus/contracts';
import type { Breach } from '../evaluation/breach.js';
import { fromRecord } from '../../readings/units.js';

/**
 * What `/api/alerts/` says of a breach: the rule, how bad it is, and what was measured of what the rule looks at, in the units
 * of the equipment at that time.
 */
export function describeBreach(
  { rule: { definition }, severity, values }: Breach,
  units: Units = {},
): string {
  const seen = signals.filter((signal) => looksAt(definition, signal));
  const measured = seen.map((signal) => {
    const value = fromRecord(values?.[signal] ?? NaN, units[signal]);
    return `${signal} ${Number(value.toPrecision(6))} ${units[signal] ?? metricUnits[signal][0]}`;
  });
  return [
    `${definition.name} (${severities[severity]})`,
    ...(measured.length > 0 ? [measured.join(', ')] : []),
  ].join(': ');
}

const looksAt = ({ set }: RuleDefinition, signal: Signal): boolean => mentions(set, signal);

function mentions(condition: Condition, signal: Signal): boolean {
  if ('signal' in condition) return condition.signal === signal;
  return 'of' in condition && [condition.of].flat().some((part) => mentions(part, signal));
}
