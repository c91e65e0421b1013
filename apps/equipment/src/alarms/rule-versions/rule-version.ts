import type { RuleVersion as AlarmRuleVersion } from '@argus/alarms';
import type { RuleDefinition } from '@argus/contracts';

/** A version of a rule as the evaluation runs it. */
export interface RuleVersion extends AlarmRuleVersion {
  readonly version: number;
  /** Of this version; `id` is that of the first one with these conditions. */
  readonly versionId: number;
  /** Event time from which readings are told to the rule where it is new. */
  readonly toldFrom: number;
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
