import type { AlarmState } from '@argus/contracts';
import type { Breach } from '../evaluation/breach.js';
import { type AlarmAction, isOpen, isOutOfView, nextState } from './alarm-state.js';

export interface AlarmHistoryEntry {
  readonly action: AlarmAction | 'de-escalate';
  readonly fromState: AlarmState;
  readonly toState: AlarmState;
  /** Index in `severities`. */
  readonly severity: number;
  readonly at: number;
}

/** An alarm between being read and being written, as far as the process decides about it; times are event times. */
export class AlarmDraft {
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

  constructor(recorded: Pick<AlarmDraft, 'ruleId' | 'sourceId'> & Partial<Omit<AlarmDraft, 'history'>>) {
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

  activate(breach: Breach): void {
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
  grade(breach: Breach, at: number): void {
    if (breach.severity === this.severity) return;
    const isHigher = breach.severity > this.severity;
    this.severity = breach.severity;
    const { state, severity } = this;
    if (isHigher) this.apply('escalate', at);
    else this.history.push({ action: 'de-escalate', fromState: state, toState: state, severity, at });
  }

  /** Takes over a changed breach; the times of the alarm are those of its newest breach. */
  amend(before: Breach, breach: Breach, isNewest: boolean): void {
    const { raisedAt, returnedAt } = breach;
    if (isNewest) this.raisedAt = raisedAt;
    if (isNewest && returnedAt !== null) this.returnedAt = returnedAt;
    if (returnedAt === null && !this.active) this.activate(breach);
    else if (returnedAt === null || before.returnedAt === null) this.grade(breach, returnedAt ?? raisedAt);
    if (returnedAt !== null && before.returnedAt === null && this.active) this.return(returnedAt);
  }
}
