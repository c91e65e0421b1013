import { contract, op, StreamPiece, StreamPosition, RowParams } from '../contract/index.js';
import { operating, viewing } from './rights.js';
import { choice, datetime, Field, integer, number, partialOf, foreignKey, text } from '../fields/index.js';
import { measuredValue, type MeasurementValues, measurementValues } from './measurement-values.js';

/** Whether a value can be trusted, after OPC UA's status codes; what is bad is kept but counts in no aggregate. */
export const readingQualities = ['good', 'uncertain', 'bad'] as const;
export type ReadingQuality = (typeof readingQualities)[number];

export class ReadingView {
  @Field(integer()) id!: number;
  @Field(text({ format: 'date-time' }), {
    description: 'When it was measured: the time of its arrival unless it brought its own. UTC, microseconds',
  })
  timestamp!: string;
  @Field(number(), { description: '°C unless the equipment says otherwise' }) temperature!: number;
  @Field(number(), { description: 'rpm unless the equipment says otherwise' }) speed!: number;
  @Field(number(), { description: 'bar unless the equipment says otherwise' }) pressure!: number;
  @Field(foreignKey()) equipment!: number;
  @Field(measurementValues(), {
    optional: true,
    description: 'Further measurements of its equipment type (/api/measurements/); absent where it has none',
  })
  measurements?: MeasurementValues;
}

export class ReadingBody {
  @Field(measuredValue()) temperature!: number;
  @Field(measuredValue()) speed!: number;
  @Field(measuredValue()) pressure!: number;
  @Field(choice(...readingQualities), { optional: true, description: 'good unless stated' })
  quality?: ReadingQuality;
  @Field(foreignKey()) equipment!: number;
  @Field(measurementValues(), {
    optional: true,
    description:
      'Further measurements by their names; a correction replaces all of them, or none where it is left out',
    example: { vibration: 4.2 },
  })
  measurements?: MeasurementValues;
}

export class ReadingDraft extends ReadingBody {
  @Field(datetime(), {
    optional: true,
    description: 'When it was measured; now unless stated. UTC without a zone',
  })
  measured_at?: Date;
}
export const ReadingPatch = partialOf(ReadingBody);
export type ReadingPatch = InstanceType<typeof ReadingPatch>;

export class ReadingQuery {
  @Field(integer({ min: 1 }), { optional: true, description: 'Only readings of this equipment' })
  equipment?: number;
  @Field(datetime(), { optional: true, description: 'Measured at or after' }) from?: Date;
  @Field(datetime(), { optional: true, description: 'Measured before' }) to?: Date;
  @Field(choice('id', '-id', 'timestamp', '-timestamp'), { default: 'id' }) ordering!: string;
  @Field(integer({ min: 1, max: 10_000 }), { optional: true, description: 'All rows unless stated' })
  limit?: number;
}

export const readingContract = contract(
  'equipment.reading',
  { family: 'techtrack', tag: 'Data' },
  {
    list: op({
      http: {
        method: 'GET',
        path: '/api/data/',
        stream: { mediaTypes: ['application/json'], item: ReadingView },
      },
      query: ReadingQuery,
      body: StreamPosition,
      reply: StreamPiece,
      access: viewing(),
      summary: 'All readings',
    }),
    create: op({
      http: { method: 'POST', path: '/api/data/', status: 201 },
      body: ReadingDraft,
      bodyReadBy: 'service',
      reply: ReadingView,
      access: operating(),
      summary: 'Store a reading',
      description:
        'A `timestamp` is ignored, as it always was; `measured_at` gives the time of measuring, in UTC where it names no zone. An ' +
        'equipment has one reading of a moment: the same again is answered with the first, another one is refused and the ' +
        'first is to be corrected (PUT, PATCH).',
    }),
    get: op({
      http: { method: 'GET', path: '/api/data/{id}/' },
      params: RowParams,
      reply: ReadingView,
      access: viewing(),
      summary: 'One reading',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/data/{id}/' },
      params: RowParams,
      body: ReadingBody,
      bodyReadBy: 'service',
      reply: ReadingView,
      access: operating(),
      summary: 'Correct a reading; its time stays',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/data/{id}/' },
      params: RowParams,
      body: ReadingPatch,
      bodyReadBy: 'service',
      reply: ReadingView,
      access: operating(),
      summary: 'Correct some values of a reading',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/data/{id}/', status: 204 },
      params: RowParams,
      access: operating(),
      summary: 'Remove a reading',
    }),
  },
);
