import { later, memoryMs } from '@argus/alarms';
import { instant, instantOrNull, type RuleDefinition, type RuleView, type Instant } from '@argus/contracts';
import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RuleVersion } from './rule-version.js';

interface RuleRow {
  readonly ruleId: number;
  readonly isShipped: boolean;
  readonly id: number;
  readonly version: number;
  readonly definition: RuleDefinition;
  readonly effectiveFrom: StoredTime | null;
  readonly createdAt: StoredTime;
  readonly createdBy: string | null;
  /** Its equipment was removed. */
  readonly isOrphan: boolean;
  readonly conditionsId: number;
  readonly continues: readonly number[];
  readonly endedAt: StoredTime | null;
}

export interface NewRuleVersion extends Pick<RuleVersion, 'ruleId' | 'version' | 'definition'> {
  /** Null: all breaches are recorded. */
  readonly effectiveFrom: Instant | null;
  readonly createdBy: string | null;
  /** Undefined where the conditions are new. */
  readonly conditionsId?: number | undefined;
  readonly continues?: readonly number[];
}

const SELECT = `SELECT r.id AS "ruleId", r.shipped_as IS NOT NULL AS "isShipped", v.id, v.version,
  v.definition, v.effective_from AS "effectiveFrom", v.created_at AS "createdAt", v.created_by AS "createdBy",
  NOT EXISTS (SELECT 1 FROM equipment e WHERE e.id = (v.definition->>'equipment')::bigint)
    AND v.definition->>'equipment' IS NOT NULL AS "isOrphan",
  coalesce(v.conditions_id, v.id) AS "conditionsId", to_json(v.continues) AS continues, v.ended_at AS "endedAt"
  FROM rule r JOIN rule_version v ON v.rule_id = r.id`;

/* Locks of rows give no turns: evaluations that overlap would keep a change of the rules waiting until it fails. */
const TURN = `hashtextextended(current_schema() || '.rule-set', 0)`;

/** Rules and their versions. */
@Injectable()
export class RuleStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<RuleView[]> {
    const rows = await this.database.query<RuleRow>(`${SELECT} WHERE v.ended_at IS NULL ORDER BY r.id`);
    return rows.map(viewOf);
  }

  async find(id: number): Promise<RuleView | undefined> {
    const [row] = await this.database.query<RuleRow>(`${SELECT} WHERE v.ended_at IS NULL AND r.id = $1`, [
      id,
    ]);
    return row && viewOf(row);
  }

  /** Newest first; also of a rule that was removed. */
  async versions(id: number): Promise<RuleView[]> {
    const rows = await this.database.query<RuleRow>(
      `${SELECT} WHERE r.id = $1 ORDER BY v.version DESC LIMIT 100`,
      [id],
    );
    return rows.map(viewOf);
  }

  async current(tx: EntityManager, id: number): Promise<RuleVersion | undefined> {
    const [row] = await tx.query<RuleRow[]>(`${SELECT} WHERE v.ended_at IS NULL AND r.id = $1`, [id]);
    return row && versionOf(row);
  }

  /** The last versions that had these conditions, in force or not. */
  async lastOf(tx: EntityManager, conditionsIds: readonly number[]): Promise<RuleVersion[]> {
    const rows = await tx.query<RuleRow[]>(
      `SELECT DISTINCT ON ("conditionsId") * FROM (${SELECT} WHERE coalesce(v.conditions_id, v.id) = ANY($1::bigint[])) v
        ORDER BY "conditionsId", id DESC`,
      [conditionsIds],
    );
    return rows.map(versionOf);
  }

  /** The versions that are evaluated, oldest first. */
  async inForce(tx: EntityManager): Promise<RuleVersion[]> {
    const rows = await tx.query<RuleRow[]>(
      `${SELECT} WHERE v.ended_at IS NULL AND (v.definition->>'enabled')::boolean ORDER BY v.id`,
    );
    return rows.map(versionOf);
  }

  /** Locks the revision of all rules against changes, beside other readers. */
  async lockRevision(tx: EntityManager): Promise<number> {
    const [set] = await this.database.preparedIn<{ revision: number }>(
      tx,
      'rule-set.share',
      `SELECT revision FROM pg_advisory_xact_lock_shared(${TURN}) AS turn, rule_set WHERE id = 1 FOR SHARE OF rule_set`,
    );
    return set!.revision;
  }

  async raiseRevision(tx: EntityManager): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(${TURN})`);
    await tx.query('UPDATE rule_set SET revision = revision + 1 WHERE id = 1');
  }

  async count(tx: EntityManager): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      'SELECT count(*) FROM rule_version WHERE ended_at IS NULL',
    );
    return row!.count;
  }

  /** Returns the id of a new rule; undefined where it shipped under this name before. */
  async create(tx: EntityManager, shippedAs: string | null): Promise<number | undefined> {
    const [row] = await tx.query<{ id: number }[]>(
      'INSERT INTO rule (shipped_as) VALUES ($1) ON CONFLICT (shipped_as) DO NOTHING RETURNING id',
      [shippedAs],
    );
    return row?.id;
  }

  async addVersion(
    tx: EntityManager,
    { ruleId, version, definition, effectiveFrom, createdBy, conditionsId, continues = [] }: NewRuleVersion,
  ): Promise<number> {
    const [row] = await tx.query<{ id: number }[]>(
      `INSERT INTO rule_version (rule_id, version, definition, effective_from, created_by, conditions_id, continues)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
      [ruleId, version, JSON.stringify(definition), effectiveFrom, createdBy, conditionsId, continues],
    );
    return row!.id;
  }

  async end(tx: EntityManager, versionId: number, at: Instant): Promise<void> {
    await tx.query('UPDATE rule_version SET ended_at = $2 WHERE id = $1', [versionId, at]);
  }

  /** The time by the database's clock, in whole milliseconds: readings of the same millisecond are not before it. */
  async now(tx: EntityManager): Promise<Instant> {
    const [row] = await tx.query<{ now: StoredTime }[]>(
      "SELECT date_trunc('milliseconds', clock_timestamp()) AS now",
    );
    return row!.now.exact;
  }
}

const versionOf = (row: RuleRow): RuleVersion => {
  const { id, conditionsId, ruleId, version, definition, effectiveFrom, createdAt, continues, endedAt } = row;
  return {
    id: conditionsId,
    versionId: id,
    ruleId,
    version,
    definition,
    effectiveFrom: effectiveFrom?.ms ?? -Infinity,
    toldFrom: later((effectiveFrom ?? createdAt).ms, -memoryMs(definition)),
    continues,
    ...(endedAt && { endedAt: endedAt.ms }),
  };
};

function viewOf(row: RuleRow): RuleView {
  const { equipment_type = null, equipment = null, clear = null, ...definition } = row.definition;
  return {
    ...definition,
    equipment_type,
    equipment,
    clear,
    id: row.ruleId,
    version: row.version,
    shipped: row.isShipped,
    equipment_removed: row.isOrphan,
    effective_from: instantOrNull(row.effectiveFrom),
    changed_at: instant(row.createdAt),
    changed_by: row.createdBy,
  };
}
