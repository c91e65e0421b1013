import { contract, errorReply, op, pageOf, PageQuery, RowParams } from '../contract/index.js';
import { operating, viewing } from './rights.js';
import { datetime, Field, foreignKey, integer, text } from '../fields/index.js';
import type { Instant } from '../instant.js';

const MAX_PIECES = 1_000_000_000;

export class ProductionCount {
  @Field(foreignKey()) equipment!: number;
  @Field(datetime(), { example: '2024-03-15T06:00:00Z', description: 'Start of the counted period' })
  from!: Instant;
  @Field(datetime(), {
    example: '2024-03-15T07:00:00Z',
    description: 'End of the counted period, not included; not in the future',
  })
  to!: Instant;
  @Field(integer({ min: 0, max: MAX_PIECES }), { example: 820, description: 'Number of pieces made' })
  total!: number;
  @Field(integer({ min: 0, max: MAX_PIECES }), { example: 800, description: 'Number of good pieces' })
  good!: number;
  @Field(integer({ min: 0, max: MAX_PIECES }), {
    default: 0,
    description: 'Number of pieces rejected during start-up or setup',
  })
  startup_rejects!: number;
}

export class ProductionCountView {
  @Field(integer()) id!: number;
  @Field(foreignKey()) equipment!: number;
  @Field(text({ format: 'date-time' })) from!: string;
  @Field(text({ format: 'date-time' })) to!: string;
  @Field(integer()) total!: number;
  @Field(integer()) good!: number;
  @Field(integer()) startup_rejects!: number;
  @Field(text({ format: 'date-time' })) recorded_at!: string;
  @Field(text(), { nullable: true }) recorded_by!: string | null;
}

/** Filter of a list of periods of equipment, by equipment and time. */
export class SpanQuery extends PageQuery {
  @Field(integer({ min: 1 }), { optional: true, description: 'Only this equipment' }) equipment?: number;
  @Field(datetime(), { optional: true, description: 'Only periods that end after it' }) from?: Instant;
  @Field(datetime(), { optional: true, description: 'Only periods that start before it' }) to?: Instant;
}

export const productionCountContract = contract(
  'equipment.production-count',
  { family: 'techtrack', tag: 'OEE' },
  {
    list: op({
      http: { method: 'GET', path: '/api/production-counts/' },
      query: SpanQuery,
      reply: pageOf(ProductionCountView),
      access: viewing(),
      summary: 'List production counts, newest period first',
    }),
    create: op({
      http: { method: 'POST', path: '/api/production-counts/', status: 201 },
      body: ProductionCount,
      bodyReadBy: 'service',
      reply: ProductionCountView,
      access: operating(),
      errors: {
        COUNT_OVERLAPS: errorReply(
          409,
          'Another count covers a part of this period. Remove it first if it is wrong.',
          'detail',
        ),
      },
      summary: 'Record how many pieces a piece of equipment made in a period of at most one day',
      description:
        'A repeated count creates nothing new and returns the first one. Another count that overlaps it is refused. To correct a ' +
        'count, remove it and post the right one.',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/production-counts/{id}/', status: 204 },
      params: RowParams,
      access: operating(),
      summary: 'Remove a production count',
    }),
  },
);
