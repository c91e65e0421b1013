import type { RuleVersion as AlarmRuleVersion } from '@argus/alarms';
import type { RuleDefinition } from '@argus/contracts';

/** A version of a rule as the evaluation runs it. */
export interface RuleVersion extends AlarmRuleVersion {
  readonly version: number;
  readonly definition: RuleDefinition;
}

export interface Machine {
  readonly id: number;
  readonly type: string;
}

export function appliesTo({ definition }: RuleVersion, { id, type }: Machine): boolean {
  const { equipment, equipment_type } = definition;
  return (equipment ?? id) === id && (equipment_type ?? type) === type;
}
