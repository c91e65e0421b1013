import type { Condition, Severity } from '@argus/contracts';
import type { EventTime } from '../samples/sample.js';

/** When an alarm rises, how bad it is and when it returns. */
export interface RuleDefinition {
  readonly set: Condition;
  /** Without it the alarm returns as soon as `set` does not hold. */
  readonly clear?: Condition | null;
  readonly on_delay_s: number;
  readonly off_delay_s: number;
  readonly severity: Severity;
  readonly escalations: readonly { readonly severity: Severity; readonly when: Condition }[];
  readonly latching: boolean;
}

/** One version of a rule, which never changes. */
export interface RuleVersion {
  /** Of this version, not of the rule; states of one version never serve another. */
  readonly id: number;
  readonly ruleId: number;
  readonly definition: RuleDefinition;
  /** Samples from before are history, to which a rule is put by a back-test. */
  readonly effectiveFrom: EventTime;
}
