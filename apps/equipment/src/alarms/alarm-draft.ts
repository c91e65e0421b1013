import type { AlarmState } from '@argus/contracts';
import type { Breach, BreachChange } from '../evaluation/breach.js';
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
}

export interface NewBreach {
  readonly breach: Breach;
  readonly alarm: AlarmDraft;
  readonly annunciated: boolean;
}
export interface AmendedBreach {
  readonly id: number;
  readonly breach: Breach;
  readonly alarm: AlarmDraft | undefined;
}

/** What the changes of one rule and equipment make of its alarm. */
export interface Drafts {
  /** The open alarm, where it changes, and those that are new. */
  readonly alarms: readonly AlarmDraft[];
  readonly raised: readonly NewBreach[];
  readonly amended: readonly AmendedBreach[];
  readonly withdrawn: readonly BreachReference[];
}

/**
 * Applies changes to the open alarm, which takes in every breach while it is open; the next one after it was closed opens
 * another. A breach of the past that late readings brought up counts and alerts, but an alarm that is active stays so.
 */
export function draft(
  changes: readonly BreachChange[],
  open: AlarmRow | undefined,
  references: (breach: Breach) => BreachReference,
  [ruleId, equipmentId]: readonly [number, number],
): Drafts {
  const drafts: AlarmDraft[] = [];
  const raised: NewBreach[] = [];
  const amended: AmendedBreach[] = [];
  const withdrawn: BreachReference[] = [];
  if (open) drafts.push(new AlarmDraft(ruleId, equipmentId, open));
  const current = (): AlarmDraft => {
    const last = drafts.at(-1);
    if (last && !last.isClosed) return last;
    const fresh = new AlarmDraft(ruleId, equipmentId);
    drafts.push(fresh);
    return fresh;
  };
  const existing = (id: number): AlarmDraft | undefined => drafts.find((alarm) => alarm.id === id);
  let openGone: number | undefined;
  const stillOpen = changes.some(({ kind, breach }) => kind !== 'withdrawn' && breach.returnedAt === null);

  for (const change of changes) {
    const { breach } = change;
    if (change.kind === 'withdrawn') {
      const reference = references(breach);
      withdrawn.push(reference);
      const alarm = existing(reference.alarmId);
      if (alarm) alarm.breaches--;
      if (alarm && breach.returnedAt === null) openGone = breach.raisedAt;
    } else if (change.kind === 'raised') {
      const alarm = current();
      alarm.breaches++;
      const rises = !alarm.active;
      if (rises) alarm.rise(breach);
      raised.push({ breach, alarm, annunciated: alarm.isInView });
      if (rises && breach.returnedAt !== null) alarm.fall(breach.returnedAt);
    } else {
      const reference = references(change.before);
      let alarm = existing(reference.alarmId);
      const isNewest = alarm?.raisedAt === change.before.raisedAt;
      if (breach.returnedAt === null && (!alarm || alarm.isClosed)) {
        // It counted as returned, and its alarm was closed since; now it turns out to go on.
        alarm = current();
        alarm.breaches++;
      }
      if (alarm && !alarm.isClosed) {
        if (isNewest) alarm.raisedAt = breach.raisedAt;
        if (isNewest && breach.returnedAt !== null) alarm.returnedAt = breach.returnedAt;
        if (breach.returnedAt === null && !alarm.active) alarm.rise(breach);
        else if (breach.returnedAt === null || change.before.returnedAt === null)
          alarm.grade(breach, breach.returnedAt ?? breach.raisedAt);
        if (breach.returnedAt !== null && change.before.returnedAt === null && alarm.active)
          alarm.fall(breach.returnedAt);
      }
      amended.push({ id: reference.id, breach, alarm });
    }
  }
  for (const alarm of drafts) settle(alarm, openGone, stillOpen);
  return { alarms: drafts, raised, amended, withdrawn };
}

/** What is left of an alarm of which breaches were withdrawn. */
function settle(alarm: AlarmDraft, openGone: number | undefined, stillOpen: boolean): void {
  if (alarm.isClosed) return;
  const at = openGone ?? alarm.raisedAt ?? 0;
  if (alarm.breaches === 0 && alarm.raisedAt !== null) {
    alarm.apply('withdraw', at, false);
    alarm.raisedAt = null;
    alarm.returnedAt = null;
  } else if (openGone !== undefined && !stillOpen && alarm.active) alarm.fall(at);
}
