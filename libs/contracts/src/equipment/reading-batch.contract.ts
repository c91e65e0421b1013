import { contract, op, RawBody } from '../contract/index.js';
import { operating } from './rights.js';
import { choice, datetime, Field, foreignKey, integer } from '../fields/index.js';
import { measuredValue, type MeasurementValues, measurementValues } from './measurement-values.js';
import { type ReadingQuality, readingQualities } from './reading.contract.js';
import { MEBIBYTE } from '../sizes.js';
import { metricUnits, type UnitOf } from './units.js';

/** One reading of a batch: a JSON object, a line of NDJSON, or a row of CSV whose header names the fields. */
export class BatchReading {
  @Field(foreignKey()) equipment!: number;
  @Field(measuredValue()) temperature!: number;
  @Field(measuredValue()) speed!: number;
  @Field(measuredValue()) pressure!: number;
  @Field(datetime(), {
    optional: true,
    description: 'When it was measured; the time of arrival unless stated. UTC without a zone',
  })
  measured_at?: Date;
  @Field(choice(...readingQualities), { optional: true, description: 'good unless stated' })
  quality?: ReadingQuality;
  @Field(choice(...metricUnits.temperature), {
    optional: true,
    description: 'That of the equipment unless stated',
  })
  temperature_unit?: UnitOf<'temperature'>;
  @Field(choice(...metricUnits.speed), { optional: true }) speed_unit?: UnitOf<'speed'>;
  @Field(choice(...metricUnits.pressure), { optional: true }) pressure_unit?: UnitOf<'pressure'>;
  @Field(measurementValues(), {
    optional: true,
    description: 'Further measurements by their names; in CSV a column for each, `measurements.vibration`',
    example: { vibration: 4.2 },
  })
  measurements?: MeasurementValues;
}

export class BatchReport {
  @Field(integer(), { description: 'Readings in the batch' }) received!: number;
  @Field(integer()) stored!: number;
  @Field(integer(), {
    description:
      'Readings of a moment of which the equipment has one already: that one stays, whatever these say; correct it by its id',
  })
  duplicates!: number;
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
      body: RawBody,
      reply: BatchReport,
      access: operating(),
      timeoutMs: 30_000,
      summary: 'Store many readings',
      description:
        'A JSON array, NDJSON, or CSV with a header line; gzip is accepted (Content-Encoding). At most 16 MiB as sent and 32 MiB ' +
        'unpacked. All readings are stored or none: refused ones are named by their place from 1 (`rows`), at most 100 of them. ' +
        'An equipment has one reading of a moment, so the same batch again stores nothing twice; readings without `measured_at` ' +
        'are only recognised by an Idempotency-Key. A CSV without `measured_at` may have no columns but these: a name that is written ' +
        'wrongly would make history of the present.',
    }),
  },
);
