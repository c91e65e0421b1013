import { inSignalUnits } from '@argus/alarms';
import type { Condition, LimitSide, RuleDefinition, Severity } from '@argus/contracts';
import { limitUnits } from '../../alarms/rule-versions/limit-units.js';

export interface RuleLimit {
  readonly limit: number;
  /** The side on which the rule raises its alarm. */
  readonly side: LimitSide;
  readonly severity: Severity;
}

/** Returns the limits that a rule compares a metric with, each once, in stored units. Entering a band is no limit. */
export function limitsOf(rule: RuleDefinition, metric: string): RuleLimit[] {
  const ladder = [
    { severity: rule.severity, when: rule.set },
    ...rule.escalations.map(({ severity, when }) => ({ severity, when })),
  ];
  const limits = ladder.flatMap(({ severity, when }) =>
    edgesIn(inSignalUnits(when, limitUnits), metric, false).map((edge) => ({ ...edge, severity })),
  );
  const unique = new Map(limits.map((each) => [`${each.limit} ${each.side} ${each.severity}`, each]));
  return [...unique.values()];
}

type Edge = Omit<RuleLimit, 'severity'>;

function edgesIn(condition: Condition, metric: string, isNegated: boolean): Edge[] {
  switch (condition.type) {
    case 'compare': {
      if (condition.signal !== metric) return [];
      return [
        { limit: condition.value, side: condition.op.startsWith('>') !== isNegated ? 'above' : 'below' },
      ];
    }
    case 'band': {
      if (condition.signal !== metric || (condition.is === 'outside') === isNegated) return [];
      return [
        { limit: condition.low, side: 'below' },
        { limit: condition.high, side: 'above' },
      ];
    }
    case 'rate_of_change':
    case 'stale':
      return [];
    case 'not':
      return edgesIn(condition.of, metric, !isNegated);
    case 'and':
    case 'or':
    case 'at_least':
    case 'for':
    case 'repeated':
      return [condition.of].flat().flatMap((part) => edgesIn(part, metric, isNegated));
  }
}
