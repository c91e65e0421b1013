import {
  type AlarmDraft,
  AlarmDrafts,
  type AlarmHistoryEntry,
  type Breach,
  type BreachChange,
} from '@argus/alarms';
import { alarmChanged, instant, severities } from '@argus/contracts';
import { Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EquipmentStore } from '../../machines/equipment.store.js';
import type { RuleVersion } from '../rules/rule-version.js';
import { AlarmLogStore } from './alarm-log.store.js';
import { describeBreach } from './alert-text.js';
import { BreachStore } from './breach.store.js';

export interface EquipmentChanges {
  readonly equipmentId: number;
  readonly changes: readonly BreachChange<RuleVersion>[];
}

interface Pair {
  readonly ruleId: number;
  readonly equipmentId: number;
  readonly changes: BreachChange<RuleVersion>[];
}

/** Writes what evaluation found into the record of alarms: breaches, alarms, alerts, history and events, set by set. */
@Injectable()
export class AlarmLog {
  constructor(
    private readonly store: AlarmLogStore,
    private readonly breaches: BreachStore,
    private readonly equipment: EquipmentStore,
    private readonly outbox: Outbox,
  ) {}

  /** In the transaction of the readings. The equipment's watches are held, so nobody else raises alarms of it. */
  async record(tx: EntityManager, found: readonly EquipmentChanges[]): Promise<void> {
    const pairs = pairsOf(found);
    if (pairs.length === 0) return;
    const open = await this.store.lockOpen(tx, pairs);
    const references = await this.breaches.references(
      tx,
      pairs.flatMap(({ equipmentId, changes }) =>
        changes.flatMap((change) => {
          if (change.kind === 'raised') return [];
          const { rule, raisedAt } = change.kind === 'amended' ? change.before : change.breach;
          return [{ equipmentId, ruleId: rule.ruleId, raisedAt }];
        }),
      ),
    );
    const drafts = pairs.map(({ ruleId, equipmentId, changes }) =>
      new AlarmDrafts(
        ruleId,
        equipmentId,
        open.get(`${ruleId}/${equipmentId}`),
        (breach: Breach<RuleVersion>) =>
          references.get(`${equipmentId}/${breach.rule.ruleId}/${breach.raisedAt}`)!,
      ).apply(changes),
    );
    await this.write(tx, drafts);
  }

  private async write(tx: EntityManager, drafts: readonly AlarmDrafts<RuleVersion>[]): Promise<void> {
    const alarms = drafts.flatMap((each) => each.alarms);
    const raised = drafts.flatMap((each) => each.raised);
    await this.store.update(
      tx,
      alarms.filter(({ id }) => id !== undefined),
    );
    await this.store.insert(
      tx,
      alarms.filter(({ id }) => id === undefined),
    );
    await this.breaches.withdraw(
      tx,
      drafts.flatMap((each) => each.withdrawn.map(({ id }) => id)),
    );
    await this.breaches.amend(
      tx,
      drafts.flatMap((each) => each.amended),
    );
    const units = await this.equipment.otherUnits(
      tx,
      raised.map(({ alarm }) => alarm.sourceId),
    );
    await this.breaches.raise(tx, raised, ({ breach, alarm }) =>
      describeBreach(breach, units.get(alarm.sourceId)),
    );
    await this.remember(
      tx,
      alarms.flatMap((alarm) => alarm.history.map((entry) => ({ ...entry, alarm }))),
    );
  }

  private async remember(
    tx: EntityManager,
    entries: readonly (AlarmHistoryEntry & { readonly alarm: AlarmDraft })[],
  ): Promise<void> {
    await this.store.remember(tx, entries);
    await this.outbox.appendAll(
      tx,
      alarmChanged,
      entries.map(({ alarm, action, fromState, toState, severity, at }) => ({
        alarm_id: alarm.id!,
        rule_id: alarm.ruleId,
        equipment_id: alarm.sourceId,
        action,
        from_state: fromState,
        to_state: toState,
        severity: severities[severity]!,
        at: instant(new Date(at)),
        username: null,
      })),
    );
  }
}

function pairsOf(found: readonly EquipmentChanges[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { equipmentId, changes } of found)
    for (const change of changes) {
      const { ruleId } = change.breach.rule;
      const key = `${ruleId}/${equipmentId}`;
      const pair = pairs.get(key);
      if (pair) pair.changes.push(change);
      else pairs.set(key, { ruleId, equipmentId, changes: [change] });
    }
  return [...pairs.values()];
}
