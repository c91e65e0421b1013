import { contract, errorReply, op, StreamPiece, StreamPosition } from '../contract/index.js';
import { viewing } from './rights.js';
import {
  choice,
  datetime,
  Field,
  integer,
  list,
  number,
  object,
  ofSite,
  opaqueText,
  text,
  timeZone,
} from '../fields/index.js';
import { ReadingView } from './reading.contract.js';
import { byMeasurement, MAX_MEASUREMENT_NAME_LENGTH } from './measurement-values.js';
import { FollowQuery } from './follow-query.js';
import { metrics } from './metric-units.js';
import type { Instant } from '../instant.js';

export const metricNote = `${metrics.join(', ')}, or a further measurement of the equipment type (/api/measurements/)`;

export class RangeQuery {
  @Field(integer({ min: 1 })) equipment!: number;
  @Field(datetime(), {
    optional: true,
    description: 'Measured at or after; default: 24 hours before `to`',
  })
  from?: Instant;
  @Field(datetime(), {
    optional: true,
    description: 'Measured before; default: now, or 24 hours after `from` if that is not before now',
  })
  to?: Instant;
}

/** Lengths of buckets that a calendar gives; weeks are ISO weeks, which begin on Monday. */
export const calendarIntervals = ['day', 'week', 'month', 'year'] as const;
export type CalendarInterval = (typeof calendarIntervals)[number];

export class AggregateQuery extends RangeQuery {
  @Field(integer({ min: 1, max: 31_536_000 }), {
    optional: true,
    description:
      'Length of a bucket in seconds. Parts of a day and whole days begin where clocks of the time zone say so, whole weeks on Monday; ' +
      'where clocks change, a bucket is longer or shorter. Other lengths are counted from 1970 in UTC. Default: the shortest common ' +
      'length or interval with at most 500 buckets',
  })
  bucket?: number;
  @Field(choice(...calendarIntervals), {
    optional: true,
    description:
      'Buckets of whole days, ISO weeks (from Monday), months or years of the time zone, instead of `bucket`',
  })
  interval?: CalendarInterval;
  @Field(timeZone(), ofSite) time_zone?: string;
}

export class MetricAggregate {
  @Field(number()) min!: number;
  @Field(number()) max!: number;
  @Field(number()) mean!: number;
  @Field(number()) first!: number;
  @Field(number()) last!: number;
}

/** Aggregate over the readings of a bucket that contain the measurement. */
export class MeasurementAggregate extends MetricAggregate {
  @Field(integer()) count!: number;
}

export class Bucket {
  @Field(text({ format: 'date-time' })) start!: string;
  @Field(text({ format: 'date-time' }), { description: 'End, not included' }) end!: string;
  @Field(integer(), { description: 'Number of readings in the bucket' }) count!: number;
  @Field(object(MetricAggregate), { description: 'Figures of the temperature' })
  temperature!: MetricAggregate;
  @Field(object(MetricAggregate), { description: 'Figures of the speed' }) speed!: MetricAggregate;
  @Field(object(MetricAggregate), { description: 'Figures of the pressure' }) pressure!: MetricAggregate;
  @Field(byMeasurement(object(MeasurementAggregate)), {
    optional: true,
    description: 'Further measurements; absent if no reading contains any',
  })
  measurements?: Readonly<Record<string, MeasurementAggregate>>;
}

export class Resolution {
  @Field(choice('readings', 'minutes', 'hours'), { description: 'Data that the answer was computed from' })
  source!: 'readings' | 'minutes' | 'hours';
  @Field(integer(), { description: 'Number of readings in the range, without bad ones' }) readings!: number;
}

export class AggregateView {
  @Field(integer()) equipment!: number;
  @Field(text({ format: 'date-time' }), {
    description: 'Start of the first bucket, at the earliest 0001-01-01T00:00:00Z',
  })
  from!: string;
  @Field(text({ format: 'date-time' }), {
    description: 'End of the last bucket, at the latest 9999-12-31T23:59:59.999Z',
  })
  to!: string;
  @Field(integer(), {
    nullable: true,
    description: 'Length of a bucket in seconds; null for an interval of the calendar',
  })
  bucket!: number | null;
  @Field(choice(...calendarIntervals), { nullable: true, description: 'Interval of the calendar; else null' })
  interval!: CalendarInterval | null;
  @Field(text(), { description: 'Time zone in which the buckets begin' }) time_zone!: string;
  @Field(object(Resolution)) resolution!: Resolution;
  @Field(list(object(Bucket)), { description: 'Buckets without readings are left out' }) buckets!: Bucket[];
}

export class DownsampleQuery extends RangeQuery {
  @Field(opaqueText({ maxLength: MAX_MEASUREMENT_NAME_LENGTH }), {
    description: metricNote,
    example: 'temperature',
  })
  metric!: string;
  @Field(integer({ min: 3, max: 5000 }), {
    default: 500,
    description: 'Maximum number of points in the answer',
  })
  points!: number;
}

export class Point {
  @Field(text({ format: 'date-time' })) timestamp!: string;
  @Field(number()) value!: number;
}

export class DownsampleView {
  @Field(integer()) equipment!: number;
  @Field(text()) metric!: string;
  @Field(text({ format: 'date-time' })) from!: string;
  @Field(text({ format: 'date-time' })) to!: string;
  @Field(object(Resolution)) resolution!: Resolution;
  @Field(integer(), { description: 'Number of readings that the answer leaves out' }) points_dropped!: number;
  @Field(list(object(Point))) points!: Point[];
}

export const exportFormats = ['csv', 'ndjson', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export class ExportQuery {
  @Field(choice(...exportFormats), { default: 'csv' }) file_format!: ExportFormat;
  @Field(integer({ min: 1 }), { optional: true, description: 'Only readings of this equipment' })
  equipment?: number;
  @Field(datetime(), { optional: true, description: 'Measured at or after' }) from?: Instant;
  @Field(datetime(), { optional: true, description: 'Measured before' }) to?: Instant;
}

export class FollowReadingsQuery extends FollowQuery {
  @Field(integer({ min: 1 }), { optional: true, description: 'Only readings of this equipment' })
  equipment?: number;
}

/** A reading that is no longer there, or no longer of this equipment. */
export class RemovedReading {
  @Field(integer(), {
    nullable: true,
    description: 'The id of the reading; null: all readings of the equipment, which was removed itself',
    example: 1204,
  })
  id!: number | null;
  @Field(integer(), { description: 'The equipment that it was a reading of' }) equipment!: number;
}

export class FollowedReadings {
  @Field(text()) cursor!: string;
  @Field(list(object(RemovedReading)), {
    optional: true,
    description:
      'Readings to take out before `events` are put in; absent if there are none. The event stream has them in an event of the name `removed`',
  })
  removed?: RemovedReading[];
  @Field(list(object(ReadingView))) events!: ReadingView[];
}

const cursorErrors = {
  CURSOR_INVALID: errorReply(400, 'Not a cursor of this feed; leave it out to follow from now on.', 'cursor'),
  CURSOR_EXPIRED: errorReply(
    410,
    'This cursor is too old. Read the readings since then from /api/data/ or its export, then follow without a cursor.',
    'detail',
  ),
};

export const seriesContract = contract(
  'equipment.series',
  { family: 'techtrack', tag: 'Data' },
  {
    aggregate: op({
      http: { method: 'GET', path: '/api/data/aggregate/' },
      query: AggregateQuery,
      reply: AggregateView,
      access: viewing(),
      limit: 'general',
      errors: {
        TOO_MANY_BUCKETS: errorReply(
          400,
          'That is more than 10000 buckets; use longer ones or a shorter range.',
          'bucket',
        ),
      },
      summary: 'Aggregate the readings of a piece of equipment in time buckets',
    }),
    downsample: op({
      http: { method: 'GET', path: '/api/data/downsample/' },
      query: DownsampleQuery,
      reply: DownsampleView,
      access: viewing(),
      limit: 'general',
      summary: 'Downsample a metric to the readings that show its course best',
      description:
        'Algorithm: largest triangle three buckets (LTTB). The result contains the first, the last, the lowest and the highest reading; with `points` = 3 only one of the latter two.',
    }),
    export: op({
      http: {
        method: 'GET',
        path: '/api/data/export/',
        stream: { mediaTypes: ['text/csv', 'application/x-ndjson', 'application/vnd.apache.parquet'] },
      },
      query: ExportQuery,
      body: StreamPosition,
      reply: StreamPiece,
      access: viewing(),
      limit: 'reports',
      summary: 'Download the readings of a range as a file, ordered by equipment and time',
    }),
    follow: op({
      http: { method: 'GET', path: '/api/data/live/', follow: 'shared' },
      query: FollowReadingsQuery,
      reply: FollowedReadings,
      access: viewing(),
      errors: cursorErrors,
      summary: 'Follow live readings over an event stream (SSE) or WebSocket',
      description:
        'Every event has readings and, as its id, a cursor. A client that reconnects with its last cursor gets every reading ' +
        'stored since then, once. A corrected reading comes again, with the same id. A reading that was deleted, or moved to other equipment, comes in ' +
        '`removed` (of the event stream: the event `removed`), and a moved one again as it is now. Readings that are deleted by their age are not told. ' +
        'A cursor is valid for a week and for the account that received it.',
    }),
  },
);
