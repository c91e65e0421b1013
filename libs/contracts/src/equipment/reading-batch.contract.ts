import { contract, op, RawBody } from '../contract/index.js';
import { operating } from './rights.js';
import {
  choice,
  datetimeOrNumber,
  Field,
  foreignKey,
  integer,
  list,
  object,
  text,
  timestampUnit,
} from '../fields/index.js';
import { measuredValue, type MeasurementValues, sentMeasurementValues } from './measurement-values.js';
import { type ReadingQuality, readingQualities } from './reading.contract.js';
import { MEBIBYTE } from '../sizes.js';
import type { UnitOf } from './metric-units.js';
import { metricUnit } from './units.js';
import type { Instant } from '../instant.js';
import type { TimestampUnit } from '../time-number.js';

/** One reading of a batch: a JSON object, a line of NDJSON, or a row of CSV whose header names the fields. */
export class BatchReading {
  @Field(foreignKey()) equipment!: number;
  @Field(measuredValue()) temperature!: number;
  @Field(measuredValue()) speed!: number;
  @Field(measuredValue()) pressure!: number;
  @Field(datetimeOrNumber(), {
    optional: true,
    onlyTime: true,
    example: '2026-03-15T08:45:00.123456Z',
    description:
      'When it was measured; default: the time of arrival. UTC if it has no zone. A number is of the unit in `timestamp_unit`; it is ' +
      'read to the last digit and rounded to microseconds. Without `measured_at`, another field that looks like a time is refused',
  })
  measured_at?: Instant;
  @Field(timestampUnit(), {
    optional: true,
    description:
      'What a number in `measured_at` counts since 1970; default: that of the request, or else numbers are refused',
  })
  timestamp_unit?: TimestampUnit;
  @Field(choice(...readingQualities), { optional: true, description: 'Default: good' })
  quality?: ReadingQuality;
  @Field(metricUnit('temperature'), {
    optional: true,
    description:
      'Default: the unit of the equipment. UCUM codes and usual spellings are taken (`Cel`, `degC`)',
  })
  temperature_unit?: UnitOf<'temperature'>;
  @Field(metricUnit('speed'), { optional: true }) speed_unit?: UnitOf<'speed'>;
  @Field(metricUnit('pressure'), { optional: true }) pressure_unit?: UnitOf<'pressure'>;
  @Field(sentMeasurementValues(), {
    optional: true,
    description:
      'Further measurements by name; null means absent. In CSV one column for each, e.g. `measurements.vibration`',
    example: { vibration: 4.2 },
    inBodyExample: false,
  })
  measurements?: MeasurementValues;
}

export class ConflictingReading {
  @Field(integer(), { description: 'Its place in the batch, from 1', example: 17 }) row!: number;
  @Field(integer()) equipment!: number;
  @Field(text({ format: 'date-time' }), {
    description: 'Moment for which another value is stored',
    example: '2026-03-15T08:45:00.123456Z',
  })
  measured_at!: string;
  @Field(integer(), { description: 'The reading that is stored; correct it by this id (PATCH)' }) id!: number;
}

export class BatchReport {
  @Field(integer(), { description: 'Number of readings in the batch', example: 1000 }) received!: number;
  @Field(integer(), { example: 990 }) stored!: number;
  @Field(integer(), {
    description:
      'Number of readings not stored because the equipment has a reading of that moment, which stays',
    example: 10,
  })
  duplicates!: number;
  @Field(integer(), {
    description:
      'How many of the duplicates have other values than the stored reading, or a measurement that it lacks: what they say is not ' +
      'stored. Zero for a batch that is repeated',
    example: 1,
  })
  conflicts!: number;
  @Field(list(object(ConflictingReading)), {
    optional: true,
    description: 'The first 100 of these conflicts; absent where there are none',
  })
  first_conflicts?: ConflictingReading[];
}

export class BatchQuery {
  @Field(timestampUnit(), {
    optional: true,
    example: 'ms',
    description: 'What numbers in `measured_at` count since 1970, unless a reading says it itself',
  })
  timestamp_unit?: TimestampUnit;
}

export const batchMediaTypes = ['application/json', 'application/x-ndjson', 'text/csv'] as const;
export const BATCH_LIMIT_BYTES = 16 * MEBIBYTE;
export const UNPACKED_BATCH_LIMIT_BYTES = 32 * MEBIBYTE;

export const readingBatchContract = contract(
  'equipment.reading-batch',
  { family: 'techtrack', tag: 'Data' },
  {
    store: op({
      http: {
        method: 'POST',
        path: '/api/data/bulk/',
        status: 201,
        bodyLimitBytes: BATCH_LIMIT_BYTES,
        rawBody: { mediaTypes: batchMediaTypes, item: BatchReading },
      },
      query: BatchQuery,
      body: RawBody,
      reply: BatchReport,
      access: operating(),
      timeoutMs: 30_000,
      summary: 'Store many readings',
      description:
        'A JSON array, NDJSON, or CSV with a header line; gzip is accepted (Content-Encoding). At most 16 MiB as sent and 32 MiB ' +
        'unpacked. Either all readings are stored or none. The answer names refused ones by position from 1 (`rows`), at most 100. ' +
        'A piece of equipment has one reading of a moment, so a repeated batch stores nothing twice. For readings without ' +
        '`measured_at`, only an Idempotency-Key prevents duplicates. A reading without `measured_at` must have no other field that ' +
        'looks like a time (`timestamp`, `ts`, `time`, …), and a CSV without it only the documented columns: otherwise old readings ' +
        'would be stored as new ones. CSV is separated by commas, semicolons or tabs and in UTF-8, or in UTF-16 with a byte order mark. With ' +
        'semicolons or tabs decimals may have commas, but then all of them.',
    }),
  },
);
