import type { AlarmState } from '@argus/contracts';
import type { Breach } from '../evaluation/breach.js';
import type { RuleVersion } from '../rules/rule.js';
import { type AlarmAction, isOpen, isOutOfView, nextState } from './alarm-state.js';

export interface AlarmHistoryEntry {
  /** `regrade`: the rule has other severities now. `resume`: its rule was away, and it had been acknowledged before. */
  readonly action: AlarmAction | 'de-escalate' | 'regrade' | 'resume';
  readonly fromState: AlarmState;
  readonly toState: AlarmState;
  /** Index in `severities`. */
  readonly severity: number;
  readonly at: number;
}

export interface Acknowledgement {
  readonly at: number;
  /** Null where a timer did it. */
  readonly by: string | null;
}

/** An alarm between being read and being written, as far as the process decides about it; times are event times. */
export class AlarmDraft<R extends RuleVersion = RuleVersion> {
  readonly history: AlarmHistoryEntry[] = [];
  readonly ruleId!: number;
  readonly sourceId!: number;
  /** Given when a new one is written. */
  id: number | undefined = undefined;
  state: AlarmState = 'normal';
  active = false;
  latching = false;
  severity = 0;
  breaches = 0;
  /** Of its newest breach. */
  raisedAt: number | null = null;
  returnedAt: number | null = null;
  /** The version that made it active; undefined while it did not become so. */
  version: R | undefined = undefined;
  /** What it takes over from the alarm before. */
  acknowledged: Acknowledgement | undefined = undefined;

  constructor(
    recorded: Pick<AlarmDraft<R>, 'ruleId' | 'sourceId'> & Partial<Omit<AlarmDraft<R>, 'history'>>,
  ) {
    Object.assign(this, recorded);
  }

  get isClosed(): boolean {
    return !isOpen(this.state) && this.history.length > 0;
  }

  get isInView(): boolean {
    return !isOutOfView(this.state);
  }

  /** What the process did; `active` is how it is afterwards. */
  apply(action: AlarmAction, at: number, active = this.active): void {
    const { state, latching } = this;
    const next = nextState(state, action, { active, latching }) ?? state;
    this.active = active;
    this.state = next;
    this.history.push({ action, fromState: state, toState: next, severity: this.severity, at });
  }

  activate(breach: Breach<R>): void {
    this.version = breach.rule;
    this.latching = breach.rule.definition.latching;
    this.severity = breach.severity;
    this.raisedAt = breach.raisedAt;
    this.apply('activate', breach.raisedAt, true);
  }

  return(at: number): void {
    this.returnedAt = at;
    this.apply('return', at, false);
  }

  /** Takes over the severity of a breach that still lasts. */
  grade(breach: Breach<R>, at: number, isOfOtherVersion = false): void {
    if (breach.severity === this.severity) return;
    const isHigher = breach.severity > this.severity;
    this.severity = breach.severity;
    if (isHigher && !isOfOtherVersion) this.apply('escalate', at);
    else this.note(isOfOtherVersion ? 'regrade' : 'de-escalate', at);
  }

  /** Was acknowledged before its rule was switched off or changed, and still is. */
  resume(acknowledged: Acknowledgement, at: number): void {
    if (this.state !== 'unack_active') return;
    this.acknowledged = acknowledged;
    this.history.push({
      action: 'resume',
      fromState: this.state,
      toState: 'ack_active',
      severity: this.severity,
      at,
    });
    this.state = 'ack_active';
  }

  private note(action: AlarmHistoryEntry['action'], at: number): void {
    const { state, severity } = this;
    this.history.push({ action, fromState: state, toState: state, severity, at });
  }

  /** Takes over a changed breach; the times of the alarm are those of its newest breach. */
  amend(before: Breach<R>, breach: Breach<R>, isNewest: boolean): void {
    const { raisedAt, returnedAt } = breach;
    if (isNewest) this.raisedAt = raisedAt;
    if (isNewest && returnedAt !== null) this.returnedAt = returnedAt;
    if (returnedAt === null && !this.active) this.activate(breach);
    else if (returnedAt === null || before.returnedAt === null)
      this.grade(breach, breach.gradedAt ?? returnedAt ?? raisedAt, before.rule.id !== breach.rule.id);
    if (returnedAt !== null && before.returnedAt === null && this.active) this.return(returnedAt);
  }
}
