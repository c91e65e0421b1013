import type { AlarmState } from '@argus/contracts';
import type { Breach } from '../evaluation/breach.js';
import { type AlarmAction, isOpen, isOutOfView, nextState } from './alarm-state.js';

/** An alarm as recorded. */
export interface AlarmRow {
  readonly id: number;
  readonly ruleId: number;
  readonly equipmentId: number;
  readonly state: AlarmState;
  readonly active: boolean;
  readonly latching: boolean;
  readonly severity: number;
  readonly breaches: number;
  readonly raisedAt: number | null;
  readonly returnedAt: number | null;
}

/** A recorded breach that changes, and the alarm that it belongs to. */
export interface BreachReference {
  readonly id: number;
  readonly alarmId: number;
}

export interface HistoryEntry {
  readonly action: AlarmAction | 'de-escalate';
  readonly fromState: AlarmState;
  readonly toState: AlarmState;
  readonly severity: number;
  readonly at: number;
}

/** An alarm on its way to the record. */
export class AlarmDraft {
  readonly history: HistoryEntry[] = [];
  state: AlarmState;
  active: boolean;
  latching: boolean;
  severity: number;
  breaches: number;
  raisedAt: number | null;
  returnedAt: number | null;
  /** Given when a new one is written. */
  id: number | undefined;

  constructor(
    readonly ruleId: number,
    readonly equipmentId: number,
    row?: AlarmRow,
  ) {
    this.id = row?.id;
    this.state = row?.state ?? 'normal';
    this.active = row?.active ?? false;
    this.latching = row?.latching ?? false;
    this.severity = row?.severity ?? 0;
    this.breaches = row?.breaches ?? 0;
    this.raisedAt = row?.raisedAt ?? null;
    this.returnedAt = row?.returnedAt ?? null;
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

  rise(breach: Breach): void {
    this.latching = breach.rule.definition.latching;
    this.severity = breach.severity;
    this.raisedAt = breach.raisedAt;
    this.apply('activate', breach.raisedAt, true);
  }

  fall(at: number): void {
    this.returnedAt = at;
    this.apply('return', at, false);
  }

  grade(breach: Breach, at: number): void {
    if (breach.severity === this.severity) return;
    const higher = breach.severity > this.severity;
    this.severity = breach.severity;
    if (higher) this.apply('escalate', at);
    else
      this.history.push({
        action: 'de-escalate',
        fromState: this.state,
        toState: this.state,
        severity: this.severity,
        at,
      });
  }

  /** A breach of it turned out otherwise; the newest one tells when the alarm rose and returned. */
  amend(before: Breach, breach: Breach, isNewest: boolean): void {
    const { raisedAt, returnedAt } = breach;
    if (isNewest) this.raisedAt = raisedAt;
    if (isNewest && returnedAt !== null) this.returnedAt = returnedAt;
    if (returnedAt === null && !this.active) this.rise(breach);
    else if (returnedAt === null || before.returnedAt === null) this.grade(breach, returnedAt ?? raisedAt);
    if (returnedAt !== null && before.returnedAt === null && this.active) this.fall(returnedAt);
  }
}
