import { alarmFigures } from '@argus/alarms';
import {
  type AlarmEventView,
  type AlarmQuery,
  type AlarmReport,
  type AlarmView,
  type CallContext,
  DomainError,
  existing,
  found,
  invalid,
  type Page,
  type PageQuery,
  type PrepareAlarm,
  type ReportQuery,
  type Shelve,
  Instant,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { unknownEquipment } from '../../machines/equipment-references.service.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { RollupStore } from '../../readings/rollups/rollup.store.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { checkRange, passed } from '../alarm-figures/range.js';
import { reportView } from '../alarm-figures/report.view.js';
import { WatchStore } from '../evaluation/watch.store.js';
import { RuleStore } from '../rule-versions/rule.store.js';
import { AlarmActionService, type AlarmCommand } from './alarm-action.service.js';
import { AlarmEventStore } from '../log/alarm-event.store.js';
import { AlarmStore } from '../log/alarm.store.js';
import { BreachStore } from '../log/breach.store.js';

const MAX_REPORTED = 200_000;

type Command = Omit<AlarmCommand, 'by'>;

/** What people see of alarms and do with them. */
@Injectable()
export class AlarmService {
  constructor(
    private readonly database: Database,
    private readonly store: AlarmStore,
    private readonly events: AlarmEventStore,
    private readonly breaches: BreachStore,
    private readonly actions: AlarmActionService,
    private readonly rules: RuleStore,
    private readonly watches: WatchStore,
    private readonly equipment: EquipmentStore,
    private readonly rollups: RollupStore,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async list(query: AlarmQuery): Promise<Page<AlarmView>> {
    return existing(await this.store.list(query), query);
  }

  async get(id: number): Promise<AlarmView> {
    return found(await this.store.find(id));
  }

  async history(id: number, query: PageQuery): Promise<Page<AlarmEventView>> {
    await this.get(id);
    return existing(await this.events.list(id, query), query);
  }

  /** The figures of EEMUA 191 for alarms that were in view. */
  async report({ from, to, operators, equipment, rule }: ReportQuery): Promise<AlarmReport> {
    checkRange(from, to);
    const alarms = await this.breaches.annunciations({ from, to, equipment, rule }, MAX_REPORTED + 1);
    if (alarms.length > MAX_REPORTED) throw new DomainError('TOO_MANY_ALARMS');
    const hours = await this.rollups.measuredHours(
      { from, to },
      equipment === undefined ? undefined : [equipment],
    );
    const range = passed({ from: from.ms, to: to.ms, operators, hours }, alarms);
    return reportView(alarmFigures(alarms, range), range);
  }

  async act(id: number, command: Command, context: CallContext): Promise<AlarmView> {
    await this.database.transaction(async (tx) => {
      const alarm = found(await this.store.lock(tx, id));
      await this.actions.perform(tx, alarm, { ...command, by: context.principal ?? null });
    });
    return this.get(id);
  }

  async shelve(id: number, body: Shelve, context: CallContext): Promise<AlarmView> {
    return this.act(id, this.shelving(body.reason, body.duration_s), context);
  }

  /** Takes an alarm out of view, also one that has not risen yet. */
  async prepare(body: PrepareAlarm, context: CallContext): Promise<AlarmView> {
    const { rule, equipment, action, reason, duration_s } = body;
    if (action === 'shelve' && duration_s === undefined) throw invalid('duration_s', 'required');
    const command = action === 'shelve' ? this.shelving(reason, duration_s!) : { action, reason };
    const id = await this.database.transaction(async (tx) => {
      const opened = await this.opened(tx, rule, equipment);
      const alarm = found(await this.store.lock(tx, opened));
      await this.actions.perform(tx, alarm, { ...command, by: context.principal ?? null });
      return opened;
    });
    return this.get(id);
  }

  /** Returns the open alarm of a rule and equipment, made where there is none. Locks equipment, then its watch. */
  private async opened(tx: EntityManager, rule: number, equipment: number): Promise<number> {
    const held = await this.equipment.lockAgainstRemoval(tx, [equipment]);
    if (held.size === 0)
      throw new DomainError('VALIDATION_FAILED', { issues: [unknownEquipment(equipment)] });
    await this.watches.lock(tx, [equipment]);
    const version = await this.rules.current(tx, rule);
    if (!version) throw invalid('rule', 'no_such_key', { key: String(rule) });
    return this.store.open(tx, version, equipment);
  }

  private shelving(reason: string, durationS: number): Command {
    const max = this.settings.EQUIPMENT_MAX_SHELVED_SECONDS;
    if (durationS > max) throw invalid('duration_s', 'too_large', { max });
    return { action: 'shelve', reason, shelvedUntil: Instant.ofMs(Date.now() + durationS * 1000) };
  }
}
