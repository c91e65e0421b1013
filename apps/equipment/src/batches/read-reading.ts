import {
  BatchReading,
  type Issue,
  LARGEST_VALUE,
  readingQualities,
  tryParse,
  type Units,
} from '@argus/contracts';
import { exactTime } from '../readings/exact-time.js';
import type { SentReading } from '../readings/reading-ingest.js';

const UTC_TIME = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/;
const DAYS_OF_EVERY_MONTH = 28;

/** A reading as it was sent in a batch, or what is wrong with it. */
export function readReading(sent: unknown, nowMs: number): SentReading | readonly Issue[] {
  return readPlain(sent, nowMs) ?? readDeclared(sent, nowMs);
}

/**
 * What nearly all rows are: numbers as numbers, a time in UTC, nothing else. Several times as fast as the declared fields,
 * which say what is wrong with the other rows and take those that are unusual.
 */
function readPlain(sent: unknown, nowMs: number): SentReading | undefined {
  if (typeof sent !== 'object' || sent === null) return undefined;
  const { equipment, temperature, speed, pressure, measured_at, ...others } = sent as Record<string, unknown>;
  for (const _ in others) return undefined;
  if (!Number.isSafeInteger(equipment) || !isValue(temperature) || !isValue(speed) || !isValue(pressure))
    return undefined;
  const measuredAtMs = measured_at === undefined ? nowMs : timeOf(measured_at);
  if (measuredAtMs === undefined) return undefined;
  const measuredAt = measured_at === undefined ? null : (measured_at as string);
  return {
    equipmentId: equipment as number,
    measuredAt,
    measuredAtMs,
    temperature,
    speed,
    pressure,
    quality: 0,
  };
}

const isValue = (value: unknown): value is number =>
  typeof value === 'number' && value <= LARGEST_VALUE && value >= -LARGEST_VALUE;

function timeOf(text: unknown): number | undefined {
  /* Days that not every month has are left to the declared fields, for Date would take 30 February. */
  if (typeof text !== 'string' || !UTC_TIME.test(text) || Number(text.slice(8, 10)) > DAYS_OF_EVERY_MONTH)
    return undefined;
  const read = Date.parse(text);
  return Number.isNaN(read) ? undefined : read;
}

function readDeclared(sent: unknown, nowMs: number): SentReading | readonly Issue[] {
  const read = tryParse(BatchReading, sent);
  if (!('value' in read)) return read.issues;
  const { equipment, temperature, speed, pressure, measured_at, quality = 'good' } = read.value;
  const units = unitsOf(read.value);
  return {
    equipmentId: equipment,
    measuredAt: measured_at === undefined ? null : exactTime(sent, measured_at),
    measuredAtMs: measured_at?.getTime() ?? nowMs,
    temperature,
    speed,
    pressure,
    quality: readingQualities.indexOf(quality),
    ...(units && { units }),
  };
}

function unitsOf({ temperature_unit, speed_unit, pressure_unit }: BatchReading): Units | undefined {
  if (temperature_unit === undefined && speed_unit === undefined && pressure_unit === undefined)
    return undefined;
  return {
    ...(temperature_unit !== undefined && { temperature: temperature_unit }),
    ...(speed_unit !== undefined && { speed: speed_unit }),
    ...(pressure_unit !== undefined && { pressure: pressure_unit }),
  };
}
