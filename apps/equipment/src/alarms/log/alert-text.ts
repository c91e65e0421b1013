import { type Breach, type Signals, signalsIn } from '@argus/alarms';
import { metrics, metricUnits, severities } from '@argus/contracts';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { fromStored } from '../../readings/units.js';

/**
 * What `/api/alerts/` says of a breach: the rule, how bad it is, and what was measured of what the rule looks at, in the units
 * of the equipment at that time. `units` are by signal; the documented three have default ones.
 */
export function describeBreach(
  { rule: { definition }, severity, values }: Breach<RuleVersion>,
  signals: Signals,
  units: Readonly<Record<string, string>>,
): string {
  const watched = signalsIn(definition.set);
  const measured = signals.flatMap((signal, index) => {
    const value = values?.[index] ?? NaN;
    const metric = metrics.find((each) => each === signal);
    if (!watched.has(signal) || (metric === undefined && Number.isNaN(value))) return [];
    const unit = units[signal] ?? (metric && metricUnits[metric][0]);
    return [
      `${signal} ${Number((metric ? fromStored(value, units[metric]) : value).toPrecision(6))} ${unit}`,
    ];
  });
  return [
    `${definition.name} (${severities[severity]})`,
    ...(measured.length > 0 ? [measured.join(', ')] : []),
  ].join(': ');
}
