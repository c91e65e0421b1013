import { Instant } from '@argus/contracts';
import { AlarmDraft, isOpen } from '@argus/alarms';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { nextIds } from '../../machines/next-ids.store.js';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import type { Alarm } from './alarm.entity.js';

type DraftRow = Pick<Alarm, 'id' | 'ruleId' | 'equipmentId' | 'state' | 'active' | 'latching' | 'severity'> &
  Pick<Alarm, 'breaches' | 'raisedAt' | 'returnedAt'>;

const instantOf = (at: number | null): Instant | null => (at === null ? null : Instant.ofMs(at));

/** Alarms as evaluation changes them, many at a time. */
@Injectable()
export class AlarmDraftStore {
  constructor(private readonly database: Database) {}

  /** Locks open alarms, in the order of their ids; returns them by `rule/equipment`. */
  async lockOpen(
    tx: EntityManager,
    pairs: readonly { ruleId: number; equipmentId: number }[],
  ): Promise<Map<string, AlarmDraft<RuleVersion>>> {
    const rows = await this.database.preparedIn<DraftRow>(
      tx,
      'alarm.lock-open',
      `SELECT a.id, a.rule_id AS "ruleId", a.equipment_id AS "equipmentId", a.state,
              a.active, a.latching, a.severity, a.breaches, a.raised_at AS "raisedAt", a.returned_at AS "returnedAt"
         FROM unnest($1::bigint[], $2::bigint[]) AS p (rule_id, equipment_id)
         JOIN alarm a ON a.rule_id = p.rule_id AND a.equipment_id = p.equipment_id AND a.closed_at IS NULL
        ORDER BY a.id FOR UPDATE OF a`,
      [pairs.map(({ ruleId }) => ruleId), pairs.map(({ equipmentId }) => equipmentId)],
    );
    return new Map(
      rows.map(({ equipmentId, raisedAt, returnedAt, ...row }) => [
        `${row.ruleId}/${equipmentId}`,
        new AlarmDraft<RuleVersion>({
          ...row,
          sourceId: equipmentId,
          raisedAt: raisedAt?.ms ?? null,
          returnedAt: returnedAt?.ms ?? null,
        }),
      ]),
    );
  }

  /** Updates drafts of stored alarms, then inserts the others and gives them their ids. */
  async save(tx: EntityManager, drafts: readonly AlarmDraft<RuleVersion>[]): Promise<void> {
    const stored = drafts.filter(({ id }) => id !== undefined);
    const fresh = drafts.filter(({ id }) => id === undefined);
    if (stored.length > 0) await this.update(tx, stored);
    if (fresh.length > 0) await this.insert(tx, fresh);
  }

  private async update(tx: EntityManager, drafts: readonly AlarmDraft<RuleVersion>[]): Promise<void> {
    this.database.sendIn(
      tx,
      'alarm.update',
      `UPDATE alarm a SET state = u.state, active = u.active, latching = u.latching, severity = u.severity,
              breaches = u.breaches, raised_at = u.raised_at, returned_at = u.returned_at,
              closed_at = CASE WHEN u.open THEN NULL ELSE clock_timestamp() END,
              rule_version_id = coalesce(u.rule_version_id, a.rule_version_id),
              acknowledged_at = coalesce(u.acknowledged_at, a.acknowledged_at),
              acknowledged_by = coalesce(u.acknowledged_by, a.acknowledged_by)
         FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::boolean[], $5::smallint[], $6::integer[],
                     $7::timestamptz[], $8::timestamptz[], $9::boolean[], $10::bigint[], $11::timestamptz[], $12::text[])
              AS u (id, state, active, latching, severity, breaches, raised_at, returned_at, open, rule_version_id,
                    acknowledged_at, acknowledged_by)
        WHERE a.id = u.id`,
      [drafts.map(({ id }) => id), ...columnsOf(drafts)],
    );
  }

  private async insert(tx: EntityManager, drafts: readonly AlarmDraft<RuleVersion>[]): Promise<void> {
    const ids = await nextIds(this.database, tx, 'alarm', drafts.length);
    drafts.forEach((draft, i) => (draft.id = ids[i]!));
    this.database.sendIn(
      tx,
      'alarm.insert',
      `INSERT INTO alarm (id, state, active, latching, severity, breaches, raised_at, returned_at, closed_at, rule_version_id,
                          acknowledged_at, acknowledged_by, rule_id, equipment_id)
       SELECT id, state, active, latching, severity, breaches, raised_at, returned_at,
              CASE WHEN open THEN NULL ELSE clock_timestamp() END, rule_version_id, acknowledged_at, acknowledged_by, rule_id, equipment_id
         FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::boolean[], $5::smallint[], $6::integer[],
                     $7::timestamptz[], $8::timestamptz[], $9::boolean[], $10::bigint[], $11::timestamptz[], $12::text[],
                     $13::bigint[], $14::bigint[])
              AS n (id, state, active, latching, severity, breaches, raised_at, returned_at, open, rule_version_id,
                    acknowledged_at, acknowledged_by, rule_id, equipment_id)`,
      [ids, ...columnsOf(drafts), drafts.map(({ ruleId }) => ruleId), drafts.map(({ sourceId }) => sourceId)],
    );
  }
}

function columnsOf(drafts: readonly AlarmDraft<RuleVersion>[]): unknown[][] {
  return [
    drafts.map(({ state }) => state),
    drafts.map(({ active }) => active),
    drafts.map(({ latching }) => latching),
    drafts.map(({ severity }) => severity),
    drafts.map(({ breaches }) => breaches),
    drafts.map(({ raisedAt }) => instantOf(raisedAt)),
    drafts.map(({ returnedAt }) => instantOf(returnedAt)),
    drafts.map(({ state }) => isOpen(state)),
    drafts.map(({ version }) => version?.versionId ?? null),
    drafts.map(({ acknowledged }) => instantOf(acknowledged?.at ?? null)),
    drafts.map(({ acknowledged }) => acknowledged?.by ?? null),
  ];
}
