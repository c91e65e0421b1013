import { contract, op, StreamPiece, StreamPosition, RowParams } from '../contract/index.js';
import { operating, viewing } from './rights.js';
import {
  choice,
  datetime,
  datetimeOrNumber,
  Field,
  integer,
  number,
  partialOf,
  foreignKey,
  text,
  timestampUnit,
} from '../fields/index.js';
import {
  measuredValue,
  type MeasurementChanges,
  measurementChanges,
  type MeasurementValues,
  measurementValues,
  sentMeasurementValues,
} from './measurement-values.js';
import type { Instant } from '../instant.js';
import type { TimestampUnit } from '../time-number.js';
import type { UnitOf } from './metric-units.js';
import { metricUnit } from './units.js';

/** Quality of a reading, after OPC UA's status codes. Bad readings are stored but not aggregated. */
export const readingQualities = ['good', 'uncertain', 'bad'] as const;
export type ReadingQuality = (typeof readingQualities)[number];

export class ReadingView {
  @Field(integer()) id!: number;
  @Field(text({ format: 'date-time' }), {
    description:
      'When it was measured; the time of arrival if it was sent without `measured_at`. UTC, microseconds',
  })
  timestamp!: string;
  @Field(number(), { description: '°C, or the unit set for the equipment' }) temperature!: number;
  @Field(number(), { description: 'rpm, or the unit set for the equipment' }) speed!: number;
  @Field(number(), { description: 'bar, or the unit set for the equipment' }) pressure!: number;
  @Field(foreignKey()) equipment!: number;
  @Field(choice(...readingQualities), { optional: true, description: 'Absent where it is good' })
  quality?: ReadingQuality;
  @Field(measurementValues(), {
    optional: true,
    description: 'Further measurements of the equipment type (/api/measurements/); absent if there are none',
    example: { vibration: 4.2 },
  })
  measurements?: MeasurementValues;
}

class ReadingValues {
  @Field(measuredValue()) temperature!: number;
  @Field(measuredValue()) speed!: number;
  @Field(measuredValue()) pressure!: number;
  @Field(choice(...readingQualities), { optional: true, description: 'Default: good' })
  quality?: ReadingQuality;
  @Field(foreignKey()) equipment!: number;
  @Field(metricUnit('temperature'), {
    optional: true,
    description:
      'Unit of the sent temperature; default: the unit of the equipment. UCUM codes and usual spellings are taken (`Cel`, `degC`)',
  })
  temperature_unit?: UnitOf<'temperature'>;
  @Field(metricUnit('speed'), {
    optional: true,
    description: 'Unit of the sent speed; default: the unit of the equipment',
  })
  speed_unit?: UnitOf<'speed'>;
  @Field(metricUnit('pressure'), {
    optional: true,
    description: 'Unit of the sent pressure; default: the unit of the equipment',
  })
  pressure_unit?: UnitOf<'pressure'>;
}

export class ReadingBody extends ReadingValues {
  @Field(sentMeasurementValues(), {
    optional: true,
    description:
      'Further measurements by name; null means absent. A PUT replaces all of them, or none if this field is left out',
    example: { vibration: 4.2 },
    inBodyExample: false,
  })
  measurements?: MeasurementValues;
}

export class ReadingDraft extends ReadingBody {
  @Field(datetimeOrNumber(), {
    optional: true,
    onlyTime: { but: 'timestamp' },
    example: '2026-03-15T08:45:00Z',
    description:
      'When it was measured; default: now. UTC if it has no zone. A number is of the unit in `timestamp_unit`. Without `measured_at`, ' +
      'another field that looks like a time is refused',
  })
  measured_at?: Instant;
  @Field(timestampUnit(), {
    optional: true,
    description: 'What a number in `measured_at` counts since 1970; default: numbers are refused',
  })
  timestamp_unit?: TimestampUnit;
}

export class ReadingPatch extends partialOf(ReadingValues) {
  @Field(measurementChanges(), {
    optional: true,
    description: 'Further measurements to change, by name; null removes one, and the others stay',
    example: { vibration: 4.2 },
    inBodyExample: false,
  })
  measurements?: MeasurementChanges;
}

export class ReadingQuery {
  @Field(integer({ min: 1 }), { optional: true, description: 'Only readings of this equipment' })
  equipment?: number;
  @Field(datetime(), { optional: true, description: 'Measured at or after' }) from?: Instant;
  @Field(datetime(), { optional: true, description: 'Measured before' }) to?: Instant;
  @Field(choice('id', '-id', 'timestamp', '-timestamp'), { default: 'id' }) ordering!: string;
  @Field(integer({ min: 1, max: 10_000 }), {
    optional: true,
    description: 'Maximum number of rows; default: all',
    example: 100,
  })
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
      summary: 'List readings',
    }),
    create: op({
      http: { method: 'POST', path: '/api/data/', status: 201 },
      undeclared: 'ignored',
      body: ReadingDraft,
      bodyReadBy: 'service',
      reply: ReadingView,
      access: operating(),
      summary: 'Store a reading',
      description:
        'A `timestamp` is ignored, as in the original API; use `measured_at`, which is UTC if it has no zone. Without it, any other ' +
        'field that looks like a time (`ts`, `time`, …) is refused. A piece of equipment ' +
        'has one reading of a moment. A repeated reading returns the first one. A different reading of that moment is refused; ' +
        'correct the first one instead (PUT, PATCH).',
    }),
    get: op({
      http: { method: 'GET', path: '/api/data/{id}/' },
      params: RowParams,
      reply: ReadingView,
      access: viewing(),
      summary: 'Read a reading',
    }),
    replace: op({
      http: { method: 'PUT', path: '/api/data/{id}/' },
      undeclared: 'ignored',
      params: RowParams,
      body: ReadingBody,
      bodyReadBy: 'service',
      reply: ReadingView,
      access: operating(),
      summary: 'Correct a reading; its timestamp stays',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/data/{id}/' },
      undeclared: 'ignored',
      params: RowParams,
      body: ReadingPatch,
      bodyReadBy: 'service',
      reply: ReadingView,
      access: operating(),
      summary: 'Correct some values of a reading',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/data/{id}/', status: 204 },
      undeclared: 'ignored',
      params: RowParams,
      access: operating(),
      summary: 'Remove a reading',
    }),
  },
);
