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
  /** Of these conditions, not of the rule; states of one never serve another. */
  readonly id: number;
  readonly ruleId: number;
  readonly definition: RuleDefinition;
  /**
   * The rule knows what was measured before it, but breaches that were over by then are history, to which a rule is put by a
   * back-test.
   */
  readonly effectiveFrom: EventTime;
  /** Earlier ids whose conditions differ in severities only: their state goes on. */
  readonly continues?: readonly number[];
  /** When it was changed, switched off or removed. */
  readonly endedAt?: EventTime;
}
