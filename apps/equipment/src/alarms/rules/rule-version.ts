import type { RuleDefinition } from '@argus/contracts';
import type { EventTime } from './moment.js';

/** A version of a rule as the engine runs it. */
export interface RuleVersion {
  /** Of this version, not of the rule; states of one version never serve another. */
  readonly id: number;
  readonly ruleId: number;
  readonly version: number;
  readonly definition: RuleDefinition;
  /** Measurements from before are history, to which a rule is put by a back-test. */
  readonly effectiveFrom: EventTime;
}

export interface Machine {
  readonly id: number;
  readonly type: string;
}

export function appliesTo({ definition }: RuleVersion, { id, type }: Machine): boolean {
  const { equipment, equipment_type } = definition;
  return (equipment ?? id) === id && (equipment_type ?? type) === type;
}
