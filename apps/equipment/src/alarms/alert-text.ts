import { type Condition, type RuleDefinition, severities, type Signal, signals } from '@argus/contracts';
import type { Breach } from '../evaluation/breach.js';

/** Canonical units of the readings. */
const units: Readonly<Record<Signal, string>> = { temperature: '°C', speed: 'rpm', pressure: 'bar' };

/** What `/api/alerts/` says of a breach: the rule, how bad it is, and what was measured of what the rule looks at. */
export function describeBreach({ rule: { definition }, severity, values }: Breach): string {
  const seen = signals.filter((signal) => looksAt(definition, signal));
  const measured = seen.map((signal) => `${signal} ${shown(values?.[signal])} ${units[signal]}`);
  return [
    `${definition.name} (${severities[severity]})`,
    ...(measured.length > 0 ? [measured.join(', ')] : []),
  ].join(': ');
}

const shown = (value: number | undefined): string => String(Number((value ?? NaN).toPrecision(6)));

const looksAt = ({ set }: RuleDefinition, signal: Signal): boolean => mentions(set, signal);

function mentions(condition: Condition, signal: Signal): boolean {
  if ('signal' in condition) return condition.signal === signal;
  return 'of' in condition && [condition.of].flat().some((part) => mentions(part, signal));
}
