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
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { unknownEquipment } from '../../machines/equipment-references.js';
import { EquipmentStore } from '../../machines/equipment.store.js';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import { checkRange } from '../alarm-figures/range.js';
import { reportView } from '../alarm-figures/report.view.js';
import { WatchStore } from '../evaluation/watch.store.js';
import { RuleStore } from '../rules/rule.store.js';
import { type Act, AlarmActions } from './alarm.actions.js';
import { AlarmStore } from './alarm.store.js';

const MOST_REPORTED = 200_000;

type Wish = Omit<Act, 'by'>;

/** What people do with alarms. */
@Injectable()
export class AlarmService {
  constructor(
    private readonly database: Database,
    private readonly store: AlarmStore,
    private readonly actions: AlarmActions,
    private readonly rules: RuleStore,
    private readonly watches: WatchStore,
    private readonly equipment: EquipmentStore,
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
    return existing(await this.store.history(id, query), query);
  }

  /** Rates of the alarms that people got to see. */
  async report({ from, to, operators, equipment, rule }: ReportQuery): Promise<AlarmReport> {
    checkRange(from, to);
    const alarms = await this.store.annunciations({ from, to, equipment, rule }, MOST_REPORTED + 1);
    if (alarms.length > MOST_REPORTED) throw new DomainError('TOO_MANY_ALARMS');
    const range = { from: from.getTime(), to: to.getTime(), operators };
    return reportView(alarmFigures(alarms, range), range);
  }

  async act(id: number, wish: Wish, context: CallContext): Promise<AlarmView> {
    await this.database.transaction(async (tx) => {
      const alarm = found(await this.store.lock(tx, id));
      await this.actions.perform(tx, alarm, { ...wish, by: context.principal ?? null });
    });
    return this.get(id);
  }

  async shelve(id: number, body: Shelve, context: CallContext): Promise<AlarmView> {
    return this.act(id, this.shelving(body.reason, body.duration_s), context);
  }

  /** Takes an alarm out of view that may not have risen yet. */
  async prepare(body: PrepareAlarm, context: CallContext): Promise<AlarmView> {
    const { rule, equipment, action, reason, duration_s } = body;
    if (action === 'shelve' && duration_s === undefined) throw invalid('duration_s', 'required');
    const wish = action === 'shelve' ? this.shelving(reason, duration_s!) : { action, reason };
    const id = await this.database.transaction(async (tx) => {
      const opened = await this.opened(tx, rule, equipment);
      const alarm = found(await this.store.lock(tx, opened));
      await this.actions.perform(tx, alarm, { ...wish, by: context.principal ?? null });
      return opened;
    });
    return this.get(id);
  }

  /** The open alarm of a rule and equipment, made where there is none; under the lock of its evaluation. */
  private async opened(tx: EntityManager, rule: number, equipment: number): Promise<number> {
    const held = await this.equipment.hold(tx, [equipment]);
    if (held.size === 0)
      throw new DomainError('VALIDATION_FAILED', { issues: [unknownEquipment(equipment)] });
    await this.watches.lock(tx, [equipment]);
    const version = await this.rules.current(tx, rule);
    if (!version) throw invalid('rule', 'no_such_key', { key: String(rule) });
    const rows = await this.database.preparedIn<{ id: number }>(
      tx,
      'alarm.opened',
      `WITH made AS (
         INSERT INTO alarm (rule_id, equipment_id, state, active, latching, severity)
         VALUES ($1, $2, 'normal', false, $3, 0)
         ON CONFLICT (rule_id, equipment_id) WHERE closed_at IS NULL DO NOTHING RETURNING id)
       SELECT id::float8 AS id FROM made
        UNION ALL SELECT id::float8 FROM alarm WHERE rule_id = $1 AND equipment_id = $2 AND closed_at IS NULL`,
      [rule, equipment, version.definition.latching],
    );
    return rows[0]!.id;
  }

  private shelving(reason: string, durationS: number): Wish {
    const most = this.settings.EQUIPMENT_MAX_SHELVED_SECONDS;
    if (durationS > most) throw invalid('duration_s', 'too_large', { max: most });
    return { action: 'shelve', reason, shelvedUntil: new Date(Date.now() + durationS * 1000) };
  }
}
