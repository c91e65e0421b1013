import { DomainError, type Issue, JsonRefused, jsonTextOf } from '@argus/contracts';
import type { DeviceMessage } from '@argus/messaging';
import { isArray, jsonRow, jsonRows } from '../batches/json-rows.js';
import { PlainReader } from '../batches/plain-reader.js';
import type { ReadRow } from '../batches/read-reading.js';
import type { SentReading } from '../reading-ingest.service.js';

/** The MQTT topic `readings/<equipment>` as a NATS subject. */
export const DEVICE_SUBJECT = 'readings.*';
const MAX_READINGS = 10_000;

/** A message that can never be stored. */
export class MessageRefused extends Error {}

/**
 * Returns the readings of a message: a JSON object or an array of them, about the machine that the topic names. Readings without
 * a time get that of the broker, a microsecond apart, so that every delivery gives the same readings. Throws MessageRefused.
 */
export function readingsOf({ subject, payload, storedAtUs }: DeviceMessage): SentReading[] {
  const equipment = Number(/^readings\.(\d{1,15})$/.exec(subject)?.[1] ?? NaN);
  if (Number.isNaN(equipment)) throw new MessageRefused(`${subject} names no equipment by its number`);
  const rows = rowsOf(payload, equipment);
  if (rows.length > MAX_READINGS)
    throw new MessageRefused(`${rows.length} readings; at most ${MAX_READINGS} are accepted`);
  const arrivalUs = Number(storedAtUs);
  return rows.map((row, index) => {
    if (!('equipmentId' in row)) throw new MessageRefused(`Reading ${index + 1}: ${issuesText(row)}`);
    return row.measuredAtUs === null ? { ...row, measuredAtUs: arrivalUs + index } : row;
  });
}

function rowsOf(payload: Uint8Array, equipment: number): readonly ReadRow[] {
  const ofTopic = (row: unknown) => (isObject(row) ? { ...row, equipment } : row);
  const reader = new PlainReader(equipment);
  try {
    const text = jsonTextOf(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength));
    return isArray(text) ? [...jsonRows(text, reader, ofTopic)].flat() : [jsonRow(text, reader, ofTopic)];
  } catch (error) {
    if (error instanceof DomainError || error instanceof JsonRefused)
      throw new MessageRefused('Not JSON', { cause: error });
    throw error;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const issuesText = (issues: readonly Issue[]): string =>
  issues.map(({ path, code }) => `${path.join('.') || 'it'} ${code}`).join(', ');
