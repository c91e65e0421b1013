import { instant, instantOrNull, type RuleDefinition, type RuleView } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Breach } from '@argus/alarms';
import type { RuleVersion } from './rule-version.js';

interface RuleRow {
  id: number;
  shipped: boolean;
  version_id: number;
  version: number;
  definition: RuleDefinition;
  effective_from: Date | null;
  created_at: Date;
  created_by: string | null;
}

const SELECT = `SELECT r.id::float8 AS id, r.shipped_as IS NOT NULL AS shipped, v.id::float8 AS version_id, v.version,
  v.definition, v.effective_from, v.created_at, v.created_by FROM rule r JOIN rule_version v ON v.rule_id = r.id`;

/** Rules and their versions in the record. */
@Injectable()
export class RuleStore {
  constructor(private readonly database: Database) {}

  async list(): Promise<RuleView[]> {
    const rows = await this.database.query<RuleRow>(`${SELECT} WHERE v.ended_at IS NULL ORDER BY r.id`);
    return rows.map(view);
  }

  async find(id: number): Promise<RuleView | undefined> {
    const [row] = await this.database.query<RuleRow>(`${SELECT} WHERE v.ended_at IS NULL AND r.id = $1`, [
      id,
    ]);
    return row && view(row);
  }

  /** Newest first; also of a rule that was removed. */
  async versions(id: number): Promise<RuleView[]> {
    const rows = await this.database.query<RuleRow>(
      `${SELECT} WHERE r.id = $1 ORDER BY v.version DESC LIMIT 100`,
      [id],
    );
    return rows.map(view);
  }

  async current(tx: EntityManager, id: number): Promise<RuleVersion | undefined> {
    const [row] = await tx.query<RuleRow[]>(`${SELECT} WHERE v.ended_at IS NULL AND r.id = $1`, [id]);
    return (
      row && {
        id: row.version_id,
        ruleId: row.id,
        version: row.version,
        definition: row.definition,
        effectiveFrom: row.effective_from?.getTime() ?? -Infinity,
      }
    );
  }

  async count(tx: EntityManager): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      'SELECT count(*)::float8 AS count FROM rule_version WHERE ended_at IS NULL',
    );
    return row!.count;
  }

  /** A new rule; its id. Undefined where it shipped under this name before. */
  async create(tx: EntityManager, shippedAs: string | null): Promise<number | undefined> {
    const [row] = await tx.query<{ id: number }[]>(
      'INSERT INTO rule (shipped_as) VALUES ($1) ON CONFLICT (shipped_as) DO NOTHING RETURNING id::float8 AS id',
      [shippedAs],
    );
    return row?.id;
  }

  async addVersion(
    tx: EntityManager,
    version: Pick<RuleVersion, 'ruleId' | 'version' | 'definition'> & {
      readonly effectiveFrom: Date | null;
      readonly by: string | null;
    },
  ): Promise<void> {
    const { ruleId, version: number, definition, effectiveFrom, by } = version;
    await tx.query(
      `INSERT INTO rule_version (rule_id, version, definition, effective_from, created_by) VALUES ($1, $2, $3, $4, $5)`,
      [ruleId, number, JSON.stringify(definition), effectiveFrom, by],
    );
  }

  async end(tx: EntityManager, versionId: number): Promise<void> {
    await tx.query('UPDATE rule_version SET ended_at = now() WHERE id = $1', [versionId]);
  }

  /** Breaches of a version that are open, with their equipment. */
  async openBreaches(
    tx: EntityManager,
    rule: RuleVersion,
  ): Promise<{ equipmentId: number; breach: Breach<RuleVersion> }[]> {
    const rows = await tx.query<
      { equipment_id: number; raised_at: Date; severity: number; peak_severity: number }[]
    >(
      `SELECT equipment_id::float8 AS equipment_id, raised_at, severity, peak_severity FROM breach
        WHERE rule_version_id = $1 AND returned_at IS NULL AND withdrawn_at IS NULL`,
      [rule.id],
    );
    return rows.map(({ equipment_id, raised_at, severity, peak_severity }) => ({
      equipmentId: equipment_id,
      breach: { rule, raisedAt: raised_at.getTime(), returnedAt: null, severity, peak: peak_severity },
    }));
  }
}

function view(row: RuleRow): RuleView {
  const { equipment_type = null, equipment = null, clear = null, ...definition } = row.definition;
  return {
    ...definition,
    equipment_type,
    equipment,
    clear,
    id: row.id,
    version: row.version,
    shipped: row.shipped,
    effective_from: instantOrNull(row.effective_from),
    changed_at: instant(row.created_at),
    changed_by: row.created_by,
  };
}
