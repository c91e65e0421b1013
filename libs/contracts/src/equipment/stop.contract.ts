import { contract, errorReply, op, pageOf, RowParams } from '../contract/index.js';
import { operating, viewing } from './rights.js';
import {
  choice,
  datetime,
  Field,
  foreignKey,
  freeText,
  integer,
  list,
  number,
  object,
  text,
} from '../fields/index.js';
import { OeeQuery, oeeErrors } from './oee-days.js';
import { SpanQuery } from './production-count.contract.js';
import { type StopLoss, stopLosses } from './stop-reason.contract.js';
import type { Instant } from '../instant.js';

export class StopExplanation {
  @Field(foreignKey()) equipment!: number;
  @Field(datetime(), { example: '2024-03-15T08:00:00Z' }) from!: Instant;
  @Field(datetime(), { example: '2024-03-15T08:20:00Z', description: 'Not included' }) to!: Instant;
  @Field(foreignKey(), { description: 'The id of the stop reason', example: 1 }) reason!: number;
  @Field(freeText({ maxLength: 1000 }), { optional: true, nullable: true }) comment?: string | null;
}

export class StopExplanationView {
  @Field(integer()) id!: number;
  @Field(foreignKey()) equipment!: number;
  @Field(text({ format: 'date-time' })) from!: string;
  @Field(text({ format: 'date-time' })) to!: string;
  @Field(integer(), { description: 'The id of the stop reason', example: 1 }) reason!: number;
  @Field(text(), { nullable: true }) comment!: string | null;
  @Field(text({ format: 'date-time' })) recorded_at!: string;
  @Field(text(), { nullable: true }) recorded_by!: string | null;
}

export class StopView {
  @Field(text({ format: 'date-time' })) from!: string;
  @Field(text({ format: 'date-time' })) to!: string;
  @Field(number()) duration_s!: number;
  @Field(text(), { description: 'Name of the shift' }) shift!: string;
  @Field(text({ format: 'date' }), { description: 'Local date on which the shift started' }) date!: string;
  @Field(choice('stopped', 'unknown'), {
    description: 'stopped: measured as standing still; unknown: nothing was measured',
  })
  state!: 'stopped' | 'unknown';
  @Field(choice(...stopLosses), {
    nullable: true,
    description: 'Null for unexplained unknown time',
  })
  loss!: StopLoss | null;
  @Field(integer(), {
    nullable: true,
    description: 'The id of the stop reason; null if nobody explained it',
    example: 1,
  })
  reason!: number | null;
  @Field(integer(), { nullable: true, description: 'Id of the explanation' }) explanation!: number | null;
}

export class StopList {
  @Field(integer()) equipment!: number;
  @Field(text({ format: 'date' })) from!: string;
  @Field(text({ format: 'date' })) to!: string;
  @Field(integer(), { description: 'Number of stops on all pages' }) count!: number;
  @Field(list(object(StopView)), { description: 'Stops of the page, in order of time' }) results!: StopView[];
}

export class StopQuery extends OeeQuery {
  @Field(integer({ min: 1, max: 100_000 }), { default: 1, description: 'Page number, from 1' }) page!: number;
  @Field(integer({ min: 1, max: 1000 }), { default: 100, description: 'Stops per page' }) page_size!: number;
}

/** Stops are derived from the measured speed. People explain them. */
export const stopContract = contract(
  'equipment.stop',
  { family: 'techtrack', tag: 'OEE' },
  {
    list: op({
      http: { method: 'GET', path: '/api/equipment/{id}/stops/' },
      params: RowParams,
      query: StopQuery,
      reply: StopList,
      access: viewing(),
      limit: 'reports',
      errors: oeeErrors,
      summary: 'List stops within planned time: equipment standing still, or without readings',
    }),
    listExplanations: op({
      http: { method: 'GET', path: '/api/stop-explanations/' },
      query: SpanQuery,
      reply: pageOf(StopExplanationView),
      access: viewing(),
      summary: 'List explanations of stops, newest period first',
    }),
    explain: op({
      http: { method: 'POST', path: '/api/stop-explanations/', status: 201 },
      body: StopExplanation,
      bodyReadBy: 'service',
      reply: StopExplanationView,
      access: operating(),
      errors: {
        EXPLANATION_OVERLAPS: errorReply(
          409,
          'Another explanation covers a part of this period; remove it first.',
          'detail',
        ),
      },
      summary: 'Explain why a piece of equipment stood still during a period',
      description:
        'It applies to the stopped and unknown time of the period. Time measured as running is not affected. A repeated ' +
        'explanation creates nothing new.',
    }),
    removeExplanation: op({
      http: { method: 'DELETE', path: '/api/stop-explanations/{id}/', status: 204 },
      params: RowParams,
      access: operating(),
      summary: 'Remove an explanation',
    }),
  },
);
