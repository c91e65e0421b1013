import { contract, op } from '../contract/index.js';
import { viewing } from './rights.js';
import { choice, Field, integer, list, number, object, opaqueText, text } from '../fields/index.js';
import { type Severity, severities } from '../alarms/severity.js';
import { MAX_MEASUREMENT_NAME_LENGTH } from './measurement-values.js';
import { metricNote, RangeQuery, Resolution } from './series.contract.js';

export const limitSides = ['above', 'below'] as const;
export type LimitSide = (typeof limitSides)[number];

export class TrendQuery extends RangeQuery {
  @Field(opaqueText({ maxLength: MAX_MEASUREMENT_NAME_LENGTH }), {
    description: metricNote,
    example: 'temperature',
  })
  metric!: string;
  @Field(number(), {
    optional: true,
    description: 'In the unit of the equipment; default: the limits of the alarm rules that watch the metric',
    example: 95,
  })
  limit?: number;
  @Field(choice(...limitSides), { default: 'above', description: 'The side of `limit` that is too far' })
  side!: LimitSide;
}

export class SlopeView {
  @Field(number(), {
    description: 'Theil-Sen: the median of the slopes between all pairs of buckets',
    example: 0.4,
  })
  value!: number;
  @Field(number(), {
    nullable: true,
    description: 'Lower end of the 95 % confidence interval; null if it is open',
  })
  low!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Upper end of the 95 % confidence interval; null if it is open',
  })
  high!: number | null;
}

export const trendReasons = ['too_few_buckets', 'too_irregular', 'no_trend'] as const;
export const limitReasons = [...trendReasons, 'beyond', 'away', 'too_far'] as const;

const moment = () => text({ format: 'date-time' });

export class LimitForecast {
  @Field(number(), { description: 'The limit, in the unit of the equipment', example: 95 }) limit!: number;
  @Field(choice(...limitSides)) side!: LimitSide;
  @Field(integer(), {
    nullable: true,
    description: 'Id of the alarm rule with this limit; null for the limit of the query',
  })
  rule!: number | null;
  @Field(text(), { nullable: true }) rule_name!: string | null;
  @Field(choice(...severities), { nullable: true, description: 'Severity of the alarm at this limit' })
  severity!: Severity | null;
  @Field(moment(), {
    nullable: true,
    description: 'When the trend line reaches the limit; null if there is no significant trend towards it',
  })
  reached_at!: string | null;
  @Field(moment(), {
    nullable: true,
    description: 'Not before this moment, with a probability of 97.5 %; null if already beyond or unknown',
  })
  not_before!: string | null;
  @Field(moment(), {
    nullable: true,
    description: 'Not after this moment, with a probability of 97.5 %; null if the interval is open',
  })
  not_after!: string | null;
  @Field(choice(...limitReasons), {
    nullable: true,
    description:
      'Why `reached_at` is null. beyond: the line, without noise, is already past the limit. away: the trend leads away from the ' +
      'limit. too_far: not within ten times the length of the window. Otherwise the reason of the trend',
  })
  reason!: (typeof limitReasons)[number] | null;
}

export class TrendView {
  @Field(integer()) equipment!: number;
  @Field(text()) metric!: string;
  @Field(text(), { description: 'Unit of all values of the answer' })
  unit!: string;
  @Field(moment(), { description: 'Start of the window' }) from!: string;
  @Field(moment(), { description: 'End of the window' }) to!: string;
  @Field(object(Resolution)) resolution!: Resolution;
  @Field(number(), { description: 'Length of a bucket in seconds; the window has 144' }) bucket!: number;
  @Field(integer(), {
    description: 'Number of buckets with readings; each counts with its median',
  })
  buckets!: number;
  @Field(number(), {
    nullable: true,
    description:
      'Number of independent buckets (besides two for the line) with the same information. It is the number of buckets divided by ' +
      'the inflation of variance by serial correlation, (1 + r) / (1 - r): the largest of single buckets and blocks of 2, 4 and 8',
  })
  effective_buckets!: number | null;
  @Field(moment(), { nullable: true, description: 'Middle of the last bucket with readings' })
  last_at!: string | null;
  @Field(number(), { nullable: true, description: 'Value of the trend line at `last_at`' }) level!:
    number | null;
  @Field(number(), {
    nullable: true,
    description: 'Scatter of the buckets around the line: 1.4826 times the median distance',
  })
  scatter!: number | null;
  @Field(object(SlopeView), { nullable: true }) slope_per_hour!: SlopeView | null;
  @Field(choice(...trendReasons), {
    nullable: true,
    description:
      'Why there is no trend. too_few_buckets: fewer than 20. too_irregular: the signal has waves as long as the window, so fewer ' +
      'than 6 independent buckets are left; choose a longer window. no_trend: the interval of the slope includes 0',
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
      summary: 'Estimate the trend of a metric and when it will reach a limit',
      description:
        'The trend is a straight line through the medians of 144 buckets of the window. Buckets hold readings, from 2.4 hours on ' +
        'means of minutes, and from 6 days on means of hours. The slope is the Theil-Sen estimate. Its interval inverts ' +
        'Kendall’s test, with the variance inflated for serial correlation and quantiles of Student’s t. A limit is reached ' +
        'when the line, not a single reading, reaches it. Its interval has all moments at which the confidence ' +
        'band of the line contains the limit (Fieller); it is open if the slope may be 0. Without `limit`, the limits come ' +
        'from the enabled alarm rules of the equipment: `compare`, and the bounds of `band` that the metric leaves through; ' +
        'under `not` reversed. The forecast assumes that conditions stay as in the window, so choose one without a change of regime.',
    }),
  },
);
