import { Instant } from '@argus/contracts';
import { type AlarmDraft, AlarmDrafts, type Breach, type BreachChange, type Signals } from '@argus/alarms';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { MeasurementStore } from '../../machines/measurement.store.js';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { hasMeasurements } from '../rule-versions/signals.js';
import { AlarmDraftStore } from './alarm-draft.store.js';
import { AlarmEventStore, type NewAlarmEvent } from './alarm-event.store.js';
import { AlarmMetrics } from './alarm-metrics.service.js';
import { describeBreach } from './alert-text.js';
import { BreachStore } from './breach.store.js';

export interface EquipmentChanges {
  readonly equipmentId: number;
  /** The values of breaches are in this order. */
  readonly signals: Signals;
  readonly changes: readonly BreachChange<RuleVersion>[];
}

interface Pair {
  readonly ruleId: number;
  readonly equipmentId: number;
  readonly changes: BreachChange<RuleVersion>[];
}

/** Stores what evaluation found: breaches, alarms, alerts, alarm events. Each kind is written by one statement. */
@Injectable()
export class AlarmLogService {
  constructor(
    private readonly database: Database,
    private readonly drafts: AlarmDraftStore,
    private readonly breaches: BreachStore,
    private readonly events: AlarmEventStore,
    private readonly equipment: EquipmentStore,
    private readonly measurements: MeasurementStore,
    private readonly metrics: AlarmMetrics,
  ) {}

  /** Runs in the transaction of the readings, which holds the watches: nobody else raises alarms of this equipment. */
  async record(tx: EntityManager, found: readonly EquipmentChanges[]): Promise<void> {
    const pairs = pairsOf(found);
    if (pairs.length === 0) return;
    const open = await this.drafts.lockOpen(tx, pairs);
    const references = await this.breaches.references(
      tx,
      pairs.flatMap(({ equipmentId, changes }) =>
        changes.flatMap((change) => {
          if (change.kind === 'raised') return [];
          const { rule, raisedAt } = change.kind === 'amended' ? change.before : change.breach;
          return [{ equipmentId, versionId: rule.id, raisedAt }];
        }),
      ),
    );
    const outcomes = pairs.map(({ ruleId, equipmentId, changes }) => {
      const referenceOf = ({ rule, raisedAt }: Breach<RuleVersion>) =>
        references.get(`${equipmentId}/${rule.id}/${raisedAt}`)!;
      const alarm = open.get(`${ruleId}/${equipmentId}`);
      return new AlarmDrafts(ruleId, equipmentId, alarm, referenceOf).apply(changes);
    });
    await this.write(tx, outcomes, new Map(found.map(({ equipmentId, signals }) => [equipmentId, signals])));
  }

  private async write(
    tx: EntityManager,
    outcomes: readonly AlarmDrafts<RuleVersion>[],
    signals: ReadonlyMap<number, Signals>,
  ): Promise<void> {
    const alarms = outcomes.flatMap((each) => each.alarms);
    const raised = outcomes.flatMap((each) => each.raised);
    await this.drafts.save(tx, alarms);
    await this.breaches.withdraw(
      tx,
      outcomes.flatMap((each) => each.withdrawn.map(({ id }) => id)),
    );
    await this.breaches.amend(
      tx,
      outcomes.flatMap((each) => each.amended),
    );
    const sources = raised.map(({ alarm }) => alarm.sourceId);
    const units = await this.equipment.otherUnits(tx, sources);
    const further = sources.filter((id) => hasMeasurements(signals.get(id)!));
    const defined = further.length > 0 ? await this.measurements.ofTypes(tx, further) : undefined;
    await this.breaches.raise(tx, raised, ({ breach, alarm: { sourceId: id } }) =>
      describeBreach(breach, signals.get(id)!, { ...units.get(id), ...defined?.get(id)?.units }),
    );
    await this.events.append(tx, alarms.flatMap(eventsOf));
    this.database.afterCommit(tx, () => this.metrics.raised(raised));
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

const eventsOf = ({ id, ruleId, sourceId, history }: AlarmDraft<RuleVersion>): NewAlarmEvent[] =>
  history.map((entry) => ({
    ...entry,
    alarmId: id!,
    ruleId,
    equipmentId: sourceId,
    at: Instant.ofMs(entry.at),
    by: null,
    comment: null,
  }));
