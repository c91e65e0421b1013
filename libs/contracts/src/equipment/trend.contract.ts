import { contract, op } from '../contract/index.js';
import { viewing } from './rights.js';
import { choice, Field, integer, list, number, object, text } from '../fields/index.js';
import { type Severity, severities } from '../alarms/severity.js';
import { MAX_MEASUREMENT_NAME_LENGTH } from './measurement-values.js';
import { metricNote, RangeQuery, Resolution } from './series.contract.js';

export const limitSides = ['above', 'below'] as const;
export type LimitSide = (typeof limitSides)[number];

export class TrendQuery extends RangeQuery {
  @Field(text({ maxLength: MAX_MEASUREMENT_NAME_LENGTH }), {
    description: metricNote,
    example: 'temperature',
  })
  metric!: string;
  @Field(number(), {
    optional: true,
    description: 'In the unit of the equipment; the limits of the alarm rules that watch it unless stated',
  })
  limit?: number;
  @Field(choice(...limitSides), { default: 'above', description: 'On which side of `limit` it is too far' })
  side!: LimitSide;
}

export class SlopeView {
  @Field(number(), { description: 'Theil-Sen: the median of the slopes between all pairs of buckets' })
  value!: number;
  @Field(number(), { nullable: true, description: 'Beginning of the interval of 95 %; null: open' })
  low!: number | null;
  @Field(number(), { nullable: true, description: 'End of the interval of 95 %; null: open' })
  high!: number | null;
}

export const trendReasons = ['too_few_buckets', 'too_irregular', 'no_trend'] as const;
export const limitReasons = [...trendReasons, 'beyond', 'away', 'too_far'] as const;

const moment = () => text({ format: 'date-time' });

export class LimitForecast {
  @Field(number()) limit!: number;
  @Field(choice(...limitSides)) side!: LimitSide;
  @Field(integer(), { nullable: true, description: 'The alarm rule that has it; null where the query does' })
  rule!: number | null;
  @Field(text(), { nullable: true }) rule_name!: string | null;
  @Field(choice(...severities), { nullable: true, description: 'That the alarm would have there' })
  severity!: Severity | null;
  @Field(moment(), {
    nullable: true,
    description: 'When the line reaches it; null where there is no significant trend towards it',
  })
  reached_at!: string | null;
  @Field(moment(), {
    nullable: true,
    description: 'Not before this moment, with 97.5 %; null where it is beyond already or none can be told',
  })
  not_before!: string | null;
  @Field(moment(), {
    nullable: true,
    description: 'Not after this moment, with 97.5 %; null where the interval is open',
  })
  not_after!: string | null;
  @Field(choice(...limitReasons), {
    nullable: true,
    description:
      'Why `reached_at` is null. beyond: the line is at the wrong side already, the noise apart. away: the trend leads away ' +
      'from it. too_far: not within ten times the length of the window. Else that of the trend itself',
  })
  reason!: (typeof limitReasons)[number] | null;
}

export class TrendView {
  @Field(integer()) equipment!: number;
  @Field(text()) metric!: string;
  @Field(text(), { description: 'Unit of everything here' })
  unit!: string;
  @Field(moment(), { description: 'Start of the window' }) from!: string;
  @Field(moment(), { description: 'End of the window' }) to!: string;
  @Field(object(Resolution)) resolution!: Resolution;
  @Field(number(), { description: 'Length of a bucket in seconds; the window has 144' }) bucket!: number;
  @Field(integer(), {
    description: 'Buckets that have readings; each counts with the median of what it holds',
  })
  buckets!: number;
  @Field(number(), {
    nullable: true,
    description:
      'So many independent buckets, besides two for the line, would tell as much: buckets divided by the inflation of ' +
      'variance by serial correlation, (1 + r) / (1 - r), the largest of buckets and blocks of 2, 4 and 8',
  })
  effective_buckets!: number | null;
  @Field(moment(), { nullable: true, description: 'Middle of the last bucket that has readings' })
  last_at!: string | null;
  @Field(number(), { nullable: true, description: 'Where the line is then' }) level!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'How far buckets lie from the line: 1.4826 times the median distance',
  })
  scatter!: number | null;
  @Field(object(SlopeView), { nullable: true }) slope_per_hour!: SlopeView | null;
  @Field(choice(...trendReasons), {
    nullable: true,
    description:
      'Why no trend is told. too_few_buckets: fewer than 20. too_irregular: waves as long as the window, so that fewer than 6 ' +
      'independent buckets are left; take a longer one. no_trend: the interval of the slope includes 0',
  })
  reason!: (typeof trendReasons)[number] | null;
  @Field(list(object(LimitForecast))) limits!: LimitForecast[];
}

export const trendContract = contract(
  'equipment.trend',
  { family: 'techtrack', tag: 'Data' },
  {
    get: op({
      http: { method: 'GET', path: '/api/data/trend/' },
      query: TrendQuery,
      reply: TrendView,
      access: viewing(),
      limit: 'general',
      summary: 'Trend of a metric and when it is expected to reach a limit',
      description:
        'A straight line through the medians of 144 buckets of the window (readings; from 2.4 hours on means of minutes, from 6 ' +
        'days on of hours): slope after Theil and Sen, with the interval that inverts Kendall’s test, its variance inflated ' +
        'for serial correlation, quantiles of Student’s t. A limit is reached when the line, not a single reading, is there; ' +
        'its interval is every moment at which the band of the line holds the limit (Fieller), so it is open where the slope ' +
        'may be none. Without `limit`, the limits are those that enabled alarm rules of the equipment compare the metric with ' +
        '(`compare`, and the edges of `band` that are left; under `not` the other way), each with its rule. What is told ' +
        'holds while things go on as in the window: choose one without a change of regime.',
    }),
  },
);
