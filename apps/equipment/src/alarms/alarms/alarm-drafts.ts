import type { Breach, BreachChange } from '../evaluation/breach.js';
import { AlarmDraft, type AlarmRow, type BreachReference } from './alarm-draft.js';

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

/**
 * What the changes of one rule and equipment make of its alarm. The open alarm takes in every breach while it is open; the
 * next one after it was closed opens another. A breach of the past that late readings brought up counts and alerts, but an
 * alarm that is active stays so.
 */
export class AlarmDrafts {
  /** The open alarm, and those that are new. */
  readonly alarms: AlarmDraft[] = [];
  readonly raised: NewBreach[] = [];
  readonly amended: AmendedBreach[] = [];
  readonly withdrawn: BreachReference[] = [];
  /** When the breach rose that lasted and never was. */
  private openGone: number | undefined;

  constructor(
    private readonly ruleId: number,
    private readonly equipmentId: number,
    open: AlarmRow | undefined,
    private readonly referenceOf: (breach: Breach) => BreachReference,
  ) {
    if (open) this.alarms.push(new AlarmDraft(ruleId, equipmentId, open));
  }

  apply(changes: readonly BreachChange[]): this {
    for (const change of changes) {
      if (change.kind === 'withdrawn') this.withdraw(change.breach);
      else if (change.kind === 'raised') this.raise(change.breach);
      else this.amend(change.before, change.breach);
    }
    const lasts = changes.some(({ kind, breach }) => kind !== 'withdrawn' && breach.returnedAt === null);
    for (const alarm of this.alarms) this.settle(alarm, lasts);
    return this;
  }

  private withdraw(breach: Breach): void {
    const reference = this.referenceOf(breach);
    this.withdrawn.push(reference);
    const alarm = this.alarmOf(reference);
    if (!alarm) return;
    alarm.breaches--;
    if (breach.returnedAt === null) this.openGone = breach.raisedAt;
  }

  private raise(breach: Breach): void {
    const alarm = this.current();
    alarm.breaches++;
    const rises = !alarm.active;
    if (rises) alarm.rise(breach);
    this.raised.push({ breach, alarm, annunciated: alarm.isInView });
    if (rises && breach.returnedAt !== null) alarm.fall(breach.returnedAt);
  }

  private amend(before: Breach, breach: Breach): void {
    const reference = this.referenceOf(before);
    let alarm = this.alarmOf(reference);
    const isNewest = alarm?.raisedAt === before.raisedAt;
    if (breach.returnedAt === null && (!alarm || alarm.isClosed)) {
      // It counted as returned, and its alarm was closed since; now it turns out to go on.
      alarm = this.current();
      alarm.breaches++;
    }
    if (alarm && !alarm.isClosed) alarm.amend(before, breach, isNewest);
    this.amended.push({ id: reference.id, breach, alarm });
  }

  /** What is left of an alarm of which breaches were withdrawn. */
  private settle(alarm: AlarmDraft, lasts: boolean): void {
    if (alarm.isClosed) return;
    const at = this.openGone ?? alarm.raisedAt ?? 0;
    if (alarm.breaches === 0 && alarm.raisedAt !== null) {
      alarm.apply('withdraw', at, false);
      alarm.raisedAt = null;
      alarm.returnedAt = null;
    } else if (this.openGone !== undefined && !lasts && alarm.active) alarm.fall(at);
  }

  private current(): AlarmDraft {
    const last = this.alarms.at(-1);
    if (last && !last.isClosed) return last;
    const fresh = new AlarmDraft(this.ruleId, this.equipmentId);
    this.alarms.push(fresh);
    return fresh;
  }

  private alarmOf({ alarmId }: BreachReference): AlarmDraft | undefined {
    return this.alarms.find(({ id }) => id === alarmId);
  }
}
