import {
  instant,
  offsetOf,
  type Page,
  type SpanQuery,
  type StopExplanation,
  type StopExplanationView,
  type StopLoss,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Span } from '../spans/span.js';
import { ANY_SPAN, OVERLAPPING } from '../spans/span-conditions.js';

interface ExplanationRow {
  id: number;
  equipment_id: number;
  from_at: Date;
  to_at: Date;
  reason_id: number;
  comment: string | null;
  recorded_at: Date;
  recorded_by: string | null;
}

/** An explanation as OEE needs it. */
export interface ExplainedSpan extends Span {
  readonly explanationId: number;
  readonly reasonId: number;
  readonly loss: StopLoss;
}

const COLUMNS = `id, equipment_id, from_at, to_at, reason_id, comment,
  recorded_at, recorded_by`;

/** Explanations of stops in the record. */
@Injectable()
export class StopExplanationStore {
  constructor(private readonly database: Database) {}

  async list(query: SpanQuery): Promise<Page<StopExplanationView>> {
    const filter = [query.equipment, query.from, query.to];
    const [all] = await this.database.prepared<{ count: number }>(
      'stop-explanation.count',
      `SELECT count(*) FROM stop_explanation WHERE ${ANY_SPAN}`,
      filter,
    );
    const rows = await this.database.prepared<ExplanationRow>(
      'stop-explanation.list',
      `SELECT ${COLUMNS} FROM stop_explanation WHERE ${ANY_SPAN}
        ORDER BY from_at DESC, stop_explanation.id DESC LIMIT $4 OFFSET $5`,
      [...filter, query.page_size, offsetOf(query)],
    );
    return { count: all!.count, results: rows.map(view) };
  }

  /** Those of an equipment that touch a time, in order. */
  async overlapping(
    tx: EntityManager,
    equipmentId: number,
    from: Date,
    to: Date,
  ): Promise<StopExplanationView[]> {
    const rows = await this.database.preparedIn<ExplanationRow>(
      tx,
      'stop-explanation.overlapping',
      `SELECT ${COLUMNS} FROM stop_explanation WHERE ${OVERLAPPING} ORDER BY from_at`,
      [equipmentId, from, to],
    );
    return rows.map(view);
  }

  /** The same with their losses. */
  async explained(equipmentId: number, { fromMs, toMs }: Span): Promise<ExplainedSpan[]> {
    const rows = await this.database.prepared<{
      id: number;
      from_at: Date;
      to_at: Date;
      reason_id: number;
      loss: StopLoss;
    }>(
      'stop-explanation.explained',
      `SELECT e.id, from_at, to_at, reason_id, loss
         FROM stop_explanation e JOIN stop_reason r ON r.id = e.reason_id WHERE ${OVERLAPPING} ORDER BY from_at`,
      [equipmentId, new Date(fromMs), new Date(toMs)],
    );
    return rows.map(({ id, from_at, to_at, reason_id, loss }) => ({
      fromMs: from_at.getTime(),
      toMs: to_at.getTime(),
      explanationId: id,
      reasonId: reason_id,
      loss,
    }));
  }

  async create(
    tx: EntityManager,
    explanation: StopExplanation,
    by: string | null,
  ): Promise<StopExplanationView> {
    const { equipment, from, to, reason, comment } = explanation;
    const [row] = await this.database.preparedIn<ExplanationRow>(
      tx,
      'stop-explanation.create',
      `INSERT INTO stop_explanation (equipment_id, from_at, to_at, reason_id, comment, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
      [equipment, from, to, reason, comment, by],
    );
    return view(row!);
  }

  async remove(id: number): Promise<boolean> {
    const rows = await this.database.query('DELETE FROM stop_explanation WHERE id = $1 RETURNING 1', [id]);
    return rows.length === 1;
  }
}

const view = ({
  equipment_id,
  from_at,
  to_at,
  reason_id,
  recorded_at,
  ...row
}: ExplanationRow): StopExplanationView => ({
  id: row.id,
  equipment: equipment_id,
  from: instant(from_at),
  to: instant(to_at),
  reason: reason_id,
  comment: row.comment,
  recorded_at: instant(recorded_at),
  recorded_by: row.recorded_by,
});
