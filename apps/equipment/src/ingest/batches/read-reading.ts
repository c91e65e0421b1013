import { BatchReading, type Issue, readingQualities, tryParse, type Units } from '@argus/contracts';
import { strayFields } from '../stray-fields.js';
import type { SentReading } from '../reading-ingest.service.js';

/** The reading in a row, or the issues with it. */
export type ReadRow = SentReading | readonly Issue[];

/** Reads a parsed row of a batch by the declared fields. */
export function readReading(sent: unknown): ReadRow {
  const read = tryParse(BatchReading, sent);
  if (!('value' in read)) return read.issues;
  const { equipment, temperature, speed, pressure, measured_at, quality = 'good', measurements } = read.value;
  const units = unitsOf(read.value);
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

function unitsOf({ temperature_unit, speed_unit, pressure_unit }: BatchReading): Units | undefined {
  if (temperature_unit === undefined && speed_unit === undefined && pressure_unit === undefined)
    return undefined;
  return {
    ...(temperature_unit !== undefined && { temperature: temperature_unit }),
    ...(speed_unit !== undefined && { speed: speed_unit }),
    ...(pressure_unit !== undefined && { pressure: pressure_unit }),
  };
}
