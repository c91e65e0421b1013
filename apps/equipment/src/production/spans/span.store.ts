import { DAY_MS, Instant, offsetOf, type Page, type SpanQuery } from '@argus/contracts';
import type { Database, StoredTime } from '@argus/persistence';
import type { Type } from '@nestjs/common';
import {
  And,
  type DeepPartial,
  type EntityManager,
  type FindOptionsOrder,
  type FindOptionsRelations,
  type FindOptionsWhere,
  LessThan,
  MoreThan,
} from 'typeorm';
import type { Span } from './span.js';

/** No stored span is longer; this bounds what an index over `from_at` has to read. An hour is kept to spare. */
const MAX_SPAN_MS = DAY_MS + 3_600_000;

/** What somebody recorded about a span of a machine; the spans of one machine do not overlap. */
export interface SpanRow {
  id: number;
  equipmentId: number;
  fromAt: Instant;
  toAt: Instant;
  recordedAt: StoredTime;
  recordedBy: string | null;
}

/** A span before it is stored. */
export type NewSpan<Row extends SpanRow> = Omit<Row, 'id' | 'recordedAt'>;

/** The table of one kind of span. */
export abstract class SpanStore<Row extends SpanRow> {
  constructor(
    private readonly database: Database,
    private readonly entity: Type<Row>,
  ) {}

  async list({ equipment, from, to, ...page }: SpanQuery): Promise<Page<Row>> {
    const where = {
      ...(equipment !== undefined && { equipmentId: equipment }),
      ...(from && { toAt: MoreThan(from) }),
      ...(to && { fromAt: LessThan(to) }),
    };
    const [results, count] = await this.database.entities((manager) =>
      manager.findAndCount(this.entity, {
        where: where as FindOptionsWhere<Row>,
        order: { fromAt: 'DESC', id: 'DESC' } as FindOptionsOrder<Row>,
        skip: offsetOf(page),
        take: page.page_size,
      }),
    );
    return { count, results };
  }

  /** Returns the spans of a machine that overlap a span, in order. */
  overlapping(
    equipmentId: number,
    { fromMs, toMs }: Span,
    tx?: EntityManager,
    relations?: FindOptionsRelations<Row>,
  ): Promise<Row[]> {
    const where = {
      equipmentId,
      fromAt: And(MoreThan(Instant.nearestMs(fromMs - MAX_SPAN_MS)), LessThan(Instant.nearestMs(toMs))),
      toAt: MoreThan(Instant.nearestMs(fromMs)),
    };
    return this.database.entities(
      (manager) =>
        manager.find(this.entity, {
          where: where as unknown as FindOptionsWhere<Row>,
          order: { fromAt: 'ASC', id: 'ASC' } as FindOptionsOrder<Row>,
          ...(relations && { relations }),
        }),
      tx,
    );
  }

  async create(tx: EntityManager, span: NewSpan<Row>): Promise<Row> {
    const row = tx.create(this.entity, span as unknown as DeepPartial<Row>);
    await tx.insert(this.entity, row as never);
    return row;
  }

  async remove(id: number): Promise<boolean> {
    const where = { id } as FindOptionsWhere<Row>;
    const { affected } = await this.database.entities((manager) => manager.delete(this.entity, where));
    return affected === 1;
  }
}
