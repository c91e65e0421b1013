import {
  DomainError,
  type Issue,
  JsonRefused,
  jsonTextOf,
  MAX_MEASUREMENT_NAME_LENGTH,
} from '@argus/contracts';
import type { DeviceMessage } from '@argus/messaging';
import { isArray, jsonRow, jsonRows } from '../batches/json-rows.js';
import { PlainReader } from '../batches/plain-reader.js';
import { readReading, type ReadRow, readRowJson } from '../batches/read-reading.js';
import { equipmentOfSubject } from './equipment-of-subject.js';

const MAX_READINGS = 10_000;

/** A message that can never be stored. */
export class MessageRefused extends Error {}

/** A message, or what is left of one. */
export interface SentMessage extends DeviceMessage {
  /** Which readings of the message that came these are; all of it unless stated. A reading without a time gets that of its place. */
  readonly places?: readonly number[];
}

export interface DeviceReadings {
  readonly equipmentId: number;
  readonly rows: readonly ReadRow[];
  /** Issues with further measurements; the readings are without these. */
  readonly dropped: readonly Issue[];
}

/**
 * Returns the readings of a message: a JSON object or an array of them, about the machine that the topic names. Readings without
 * a time get that of the broker, a microsecond apart, so that every delivery gives the same readings. Throws MessageRefused.
 */
export function readingsOf(message: SentMessage): DeviceReadings {
  const { subject, payload, storedAtUs, places } = message;
  const equipment = equipmentOfSubject(subject);
  if (equipment === undefined) throw new MessageRefused(`${subject} names no equipment by its number`);
  const rows = rowsOf(payload, equipment);
  if (rows.length > MAX_READINGS)
    throw new MessageRefused(`${rows.length} readings; at most ${MAX_READINGS} are accepted`);
  const arrivalUs = Number(storedAtUs);
  const dropped: Issue[] = [];
  let sent: readonly unknown[] | undefined;
  const timed = rows.map((row, index) => {
    const read =
      'equipmentId' in row
        ? row
        : withoutRefusedMeasurements(row, (sent ??= sentRows(message))[index], equipment, dropped);
    return 'equipmentId' in read && read.measuredAtUs === null
      ? { ...read, measuredAtUs: arrivalUs + (places?.[index] ?? index) }
      : read;
  });
  return { equipmentId: equipment, rows: timed, dropped };
}

/** Returns the elements of a readable message as they were sent. */
export function sentRows({ payload }: DeviceMessage): readonly unknown[] {
  const sent = readRowJson(textOf(payload));
  return Array.isArray(sent) ? sent : [sent];
}

/** Reads a row again without the measurements that it was refused for, if it was refused for nothing else. */
function withoutRefusedMeasurements(
  issues: readonly Issue[],
  sent: unknown,
  equipment: number,
  dropped: Issue[],
): ReadRow {
  if (!issues.every(({ path }) => path[0] === 'measurements' && path.length > 1)) return issues;
  const refused = new Set(issues.map(({ path }) => String(path[1])));
  const { measurements, ...others } = sent as { measurements: object };
  const isRefused = (name: string) => refused.has(name.slice(0, MAX_MEASUREMENT_NAME_LENGTH));
  const kept = Object.entries(measurements).filter(([name]) => !isRefused(name));
  dropped.push(...issues);
  return readReading({ ...others, equipment, measurements: Object.fromEntries(kept) as object });
}

function rowsOf(payload: Uint8Array, equipment: number): readonly ReadRow[] {
  const read = (row: unknown) => readReading(isObject(row) ? { ...row, equipment } : row);
  const plain = new PlainReader({ equipment });
  try {
    const text = textOf(payload);
    return isArray(text) ? [...jsonRows(text, plain, read)].flat() : [jsonRow(text, plain, read)];
  } catch (error) {
    if (error instanceof DomainError || error instanceof JsonRefused)
      throw new MessageRefused('Not JSON', { cause: error });
    throw error;
  }
}

const textOf = (payload: Uint8Array): string =>
  jsonTextOf(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength));

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const issuesText = (issues: readonly Issue[]): string =>
  issues.map(({ path, code, params }) => `${path.join('.') || 'it'} ${params?.text ?? code}`).join(', ');
