import {
  instant,
  offsetOf,
  type Page,
  type ProductionCount,
  type ProductionCountView,
  type SpanQuery,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Span } from '../spans/span.js';
import { ANY_SPAN, OVERLAPPING } from '../spans/span-conditions.js';

interface CountRow {
  id: number;
  equipment_id: number;
  from_at: Date;
  to_at: Date;
  total: number;
  good: number;
  startup_rejects: number;
  recorded_at: Date;
  recorded_by: string | null;
}

const COLUMNS = `id, equipment_id, from_at, to_at, total, good, startup_rejects, recorded_at,
  recorded_by`;

/** The production counts in the record. */
@Injectable()
export class ProductionCountStore {
  constructor(private readonly database: Database) {}

  async list(query: SpanQuery): Promise<Page<ProductionCountView>> {
    const filter = [query.equipment, query.from, query.to];
    const [all] = await this.database.prepared<{ count: number }>(
      'production-count.count',
      `SELECT count(*) FROM production_count WHERE ${ANY_SPAN}`,
      filter,
    );
    const rows = await this.database.prepared<CountRow>(
      'production-count.list',
      `SELECT ${COLUMNS} FROM production_count WHERE ${ANY_SPAN}
        ORDER BY from_at DESC, production_count.id DESC LIMIT $4 OFFSET $5`,
      [...filter, query.page_size, offsetOf(query)],
    );
    return { count: all!.count, results: rows.map(countView) };
  }

  /** Those of an equipment that touch a time, in order. */
  async overlapping(
    equipmentId: number,
    { fromMs, toMs }: Span,
    tx?: EntityManager,
  ): Promise<ProductionCountView[]> {
    const text = `SELECT ${COLUMNS} FROM production_count WHERE ${OVERLAPPING} ORDER BY from_at`;
    const values = [equipmentId, new Date(fromMs), new Date(toMs)];
    const rows = tx
      ? await this.database.preparedIn<CountRow>(tx, 'production-count.overlapping', text, values)
      : await this.database.prepared<CountRow>('production-count.overlapping', text, values);
    return rows.map(countView);
  }

  async create(tx: EntityManager, count: ProductionCount, by: string | null): Promise<ProductionCountView> {
    const [row] = await this.database.preparedIn<CountRow>(
      tx,
      'production-count.create',
      `INSERT INTO production_count (equipment_id, from_at, to_at, total, good, startup_rejects, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
      [count.equipment, count.from, count.to, count.total, count.good, count.startup_rejects, by],
    );
    return countView(row!);
  }

  async remove(id: number): Promise<boolean> {
    const rows = await this.database.query('DELETE FROM production_count WHERE id = $1 RETURNING 1', [id]);
    return rows.length === 1;
  }
}

const countView = ({ equipment_id, from_at, to_at, recorded_at, ...row }: CountRow): ProductionCountView => ({
  id: row.id,
  equipment: equipment_id,
  from: instant(from_at),
  to: instant(to_at),
  total: row.total,
  good: row.good,
  startup_rejects: row.startup_rejects,
  recorded_at: instant(recorded_at),
  recorded_by: row.recorded_by,
});
