import { contract, errorReply, op, pageOf, PageQuery, RowParams } from '../contract/index.js';
import { operating, viewing } from './rights.js';
import { datetime, Field, foreignKey, integer, text } from '../fields/index.js';

const MAX_PIECES = 1_000_000_000;

export class ProductionCount {
  @Field(foreignKey()) equipment!: number;
  @Field(datetime(), { example: '2024-03-15T06:00:00Z', description: 'Start of the time that was counted' })
  from!: Date;
  @Field(datetime(), {
    example: '2024-03-15T07:00:00Z',
    description: 'Its end, not included; not in the future',
  })
  to!: Date;
  @Field(integer({ min: 0, max: MAX_PIECES }), { example: 820, description: 'Pieces made' }) total!: number;
  @Field(integer({ min: 0, max: MAX_PIECES }), { example: 800, description: 'Good ones among them' })
  good!: number;
  @Field(integer({ min: 0, max: MAX_PIECES }), {
    default: 0,
    description: 'Of the rejected ones, those from starting up or setting up',
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

/** Filter of lists of what happened to an equipment between two moments. */
export class SpanQuery extends PageQuery {
  @Field(integer({ min: 1 }), { optional: true, description: 'Only of this equipment' }) equipment?: number;
  @Field(datetime(), { optional: true, description: 'Ending after' }) from?: Date;
  @Field(datetime(), { optional: true, description: 'Beginning before' }) to?: Date;
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
      summary: 'Production counts, newest time first',
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
          'These moments are counted already, otherwise: look at the counts of the equipment and remove what is wrong.',
          'detail',
        ),
      },
      summary: 'Record how many pieces a piece of equipment made in a period of at most one day',
      description:
        'The same count again makes nothing new and is answered with the first. Other counts of the same moments are refused: ' +
        'to correct one, remove it and post the right one.',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/production-counts/{id}/', status: 204 },
      params: RowParams,
      access: operating(),
      summary: 'Remove a production count',
    }),
  },
);
