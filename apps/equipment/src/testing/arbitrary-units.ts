import type { RuleDefinition } from '@argus/alarms';
import { type Condition, type Metric, metrics, metricUnits } from '@argus/contracts';
import fc from 'fast-check';
import { fromStored } from '../readings/units.js';

type LimitUnit = Readonly<Record<Metric, string | undefined>>;

const unitOf = (metric: Metric) => fc.constantFrom<(string | undefined)[]>(undefined, ...metricUnits[metric]);

/** A unit for the limits of each documented signal; undefined for none. */
export const arbitraryUnits: fc.Arbitrary<LimitUnit> = fc.record({
  temperature: unitOf('temperature'),
  speed: unitOf('speed'),
  pressure: unitOf('pressure'),
});

/** A rule with about the same limits, stated in these units. */
export const statedIn = (definition: RuleDefinition, units: LimitUnit): RuleDefinition => ({
  ...definition,
  set: stated(definition.set, units),
  ...(definition.clear && { clear: stated(definition.clear, units) }),
  escalations: definition.escalations.map((step) => ({ ...step, when: stated(step.when, units) })),
});

function stated(condition: Condition, units: LimitUnit): Condition {
  if ('of' in condition) {
    const of = condition.of;
    const parts = Array.isArray(of)
      ? (of as readonly Condition[]).map((part) => stated(part, units))
      : stated(of as Condition, units);
    return { ...condition, of: parts } as Condition;
  }
  if (condition.type === 'stale') return condition;
  const unit = units[metrics.find((metric) => metric === condition.signal)!];
  if (unit === undefined) return condition;
  const shown = (value: number) => fromStored(value, unit);
  const width = (value: number) => Number((shown(value) - shown(0)).toPrecision(9));
  const deadband = width(condition.deadband ?? 0);
  switch (condition.type) {
    case 'compare':
      return { ...condition, unit, deadband, value: shown(condition.value) };
    case 'band':
      return { ...condition, unit, deadband, low: shown(condition.low), high: shown(condition.high) };
    case 'rate_of_change':
      return { ...condition, unit, deadband, per_second: width(condition.per_second) };
  }
}
