import type { Breach, BreachChange } from '../evaluation/breach.js';
import type { RuleVersion } from '../rules/rule.js';
import { type Acknowledgement, AlarmDraft } from './alarm-draft.js';

/** A recorded breach that changes, and the alarm that it belongs to. */
export interface BreachReference {
  readonly id: number;
  readonly alarmId: number;
  /** Where nobody has to acknowledge the alarm any more since somebody did. */
  readonly acknowledged?: Acknowledgement | undefined;
}

export interface NewBreach<R extends RuleVersion = RuleVersion> {
  readonly breach: Breach<R>;
  readonly alarm: AlarmDraft<R>;
  /** Whether the alarm was in view when it rose. */
  readonly annunciated: boolean;
}

export interface AmendedBreach<R extends RuleVersion = RuleVersion> {
  readonly id: number;
  readonly breach: Breach<R>;
  readonly alarm: AlarmDraft<R> | undefined;
}

/**
 * What the changed breaches of one rule and source make of its alarm. The open alarm takes in every breach while it is open;
 * the next one after it was closed opens another. A breach of the past that late samples brought up counts and is annunciated,
 * but an alarm that is active stays so.
 */
export class AlarmDrafts<R extends RuleVersion = RuleVersion> {
  /** The open alarm, and those that are new. */
  readonly alarms: AlarmDraft<R>[] = [];
  readonly raised: NewBreach<R>[] = [];
  readonly amended: AmendedBreach<R>[] = [];
  readonly withdrawn: BreachReference[] = [];
  /** When the breach rose that had not returned when it was withdrawn. */
  private withdrawnOpenAt: number | undefined;

  constructor(
    private readonly ruleId: number,
    private readonly sourceId: number,
    open: AlarmDraft<R> | undefined,
    private readonly referenceOf: (breach: Breach<R>) => BreachReference,
  ) {
    if (open) this.alarms.push(open);
  }

  apply(changes: readonly BreachChange<R>[]): this {
    for (const change of changes) {
      if (change.kind === 'withdrawn') this.withdraw(change.breach);
      else if (change.kind === 'raised') this.raise(change.breach);
      else this.amend(change.before, change.breach);
    }
    const lasts = changes.some(({ kind, breach }) => kind !== 'withdrawn' && breach.returnedAt === null);
    for (const alarm of this.alarms) this.settle(alarm, lasts);
    return this;
  }

  private withdraw(breach: Breach<R>): void {
    const reference = this.referenceOf(breach);
    this.withdrawn.push(reference);
    const alarm = this.alarmOf(reference);
    if (!alarm) return;
    alarm.breaches--;
    if (breach.returnedAt === null) this.withdrawnOpenAt = breach.raisedAt;
  }

  private raise(breach: Breach<R>): void {
    const alarm = this.current();
    alarm.breaches++;
    const isNew = !alarm.active;
    if (isNew) alarm.activate(breach);
    this.raised.push({ breach, alarm, annunciated: alarm.isInView });
    if (isNew && breach.returnedAt !== null) alarm.return(breach.returnedAt);
  }

  private amend(before: Breach<R>, breach: Breach<R>): void {
    const reference = this.referenceOf(before);
    let alarm = this.alarmOf(reference);
    const isNewest = alarm?.raisedAt === before.raisedAt;
    if (breach.returnedAt === null && (!alarm || alarm.isClosed)) {
      // It counted as returned, and its alarm was closed since; now it turns out to go on.
      alarm = this.current();
      alarm.breaches++;
    }
    if (alarm && !alarm.isClosed) {
      alarm.amend(before, breach, isNewest);
      if (before.isCut && breach.returnedAt === null && reference.acknowledged)
        alarm.resume(reference.acknowledged, breach.raisedAt);
    }
    this.amended.push({ id: reference.id, breach, alarm });
  }

  /** Closes or returns an alarm that lost breaches. */
  private settle(alarm: AlarmDraft<R>, lasts: boolean): void {
    if (alarm.isClosed) return;
    const at = this.withdrawnOpenAt ?? alarm.raisedAt ?? 0;
    if (alarm.breaches === 0 && alarm.raisedAt !== null) {
      alarm.apply('withdraw', at, false);
      alarm.raisedAt = null;
      alarm.returnedAt = null;
    } else if (this.withdrawnOpenAt !== undefined && !lasts && alarm.active) alarm.return(at);
  }

  private current(): AlarmDraft<R> {
    const last = this.alarms.at(-1);
    if (last && !last.isClosed) return last;
    const fresh = new AlarmDraft<R>({ ruleId: this.ruleId, sourceId: this.sourceId });
    this.alarms.push(fresh);
    return fresh;
  }

  private alarmOf({ alarmId }: BreachReference): AlarmDraft<R> | undefined {
    return this.alarms.find(({ id }) => id === alarmId);
  }
}
