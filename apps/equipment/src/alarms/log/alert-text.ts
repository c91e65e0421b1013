import { type Breach, signalsIn } from '@argus/alarms';
import { metricUnits, severities, signals, type Units } from '@argus/contracts';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { fromRecord } from '../../readings/units.js';

/**
 * What `/api/alerts/` says of a breach: the rule, how bad it is, and what was measured of what the rule looks at, in the units
 * of the equipment at that time.
 */
export function describeBreach(
  { rule: { definition }, severity, values }: Breach<RuleVersion>,
  units: Units = {},
): string {
  const watched = signalsIn(definition.set);
  const seen = signals.filter((signal) => watched.has(signal));
  const measured = seen.map((signal) => {
    const value = fromRecord(values?.[signals.indexOf(signal)] ?? NaN, units[signal]);
    return `${signal} ${Number(value.toPrecision(6))} ${units[signal] ?? metricUnits[signal][0]}`;
  });
  return [
    `${definition.name} (${severities[severity]})`,
    ...(measured.length > 0 ? [measured.join(', ')] : []),
  ].join(': ');
}
