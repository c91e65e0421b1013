import {
  BatchReading,
  defaultJsonBounds,
  exactNamesOf,
  type Issue,
  readingQualities,
  readJson,
  type Scope,
  type TimestampUnit,
  tryParse,
} from '@argus/contracts';
import { sentUnits } from '../sent-units.js';
import { strayFields } from '../stray-fields.js';
import type { SentReading } from '../sent-reading.js';

/** The reading in a row, or the issues with it. */
export type ReadRow = SentReading | readonly Issue[];

/** Reads a parsed row. */
export type RowReader = (sent: unknown) => ReadRow;

/** Returns a reader of rows whose times are numbers of that unit, unless a row says its own. */
export function rowReader(timeUnit?: TimestampUnit): RowReader {
  const request = timeUnit && { sent: { timestamp_unit: timeUnit } };
  return (sent) => readReading(sent, request);
}

const rowJson = { ...defaultJsonBounds, exactNames: exactNamesOf(BatchReading) };

/** Returns the value of a row in JSON, with all digits of its time. Throws JsonRefused. */
export const readRowJson = (text: string): unknown => readJson(text, rowJson);

/** Reads a parsed row of a batch by the declared fields. */
export function readReading(sent: unknown, request?: Scope): ReadRow {
  const read = tryParse(BatchReading, sent, request);
  if (!('value' in read)) return read.issues;
  const { equipment, temperature, speed, pressure, measured_at, quality = 'good', measurements } = read.value;
  const units = sentUnits(read.value);
  const strays = strayFields(sent as object);
  return {
    equipmentId: equipment,
    measuredAtUs: measured_at === undefined ? null : measured_at.usNumber,
    temperature,
    speed,
    pressure,
    quality: readingQualities.indexOf(quality),
    ...(units && { units }),
    ...(strays && { strays }),
    ...(measurements && Object.keys(measurements).length > 0 && { measurements }),
  };
}
