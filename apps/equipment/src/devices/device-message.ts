import type { DeviceMessage } from '@argus/messaging';
import type { Issue } from '@argus/contracts';
import { readReading } from '../batches/read-reading.js';
import type { SentReading } from '../readings/reading-ingest.js';

/** Topic `readings/<equipment>` as a subject. */
export const DEVICE_SUBJECT = 'readings.*';
const MOST_READINGS = 10_000;

/** Why a message can never be stored. */
export class MessageRefused extends Error {}

/**
 * The readings of a message: a JSON object or an array of them, of the equipment that the topic names. Those without a time of
 * their own get that at which the broker stored the message, a microsecond apart, so that another delivery says the same.
 */
export function readingsOf({ subject, payload, storedAtUs }: DeviceMessage): SentReading[] {
  const equipment = Number(/^readings\.(\d{1,15})$/.exec(subject)?.[1] ?? NaN);
  if (Number.isNaN(equipment)) throw new MessageRefused(`${subject} names no equipment by its number`);
  const sent = parsed(payload);
  const rows = Array.isArray(sent) ? sent : [sent];
  if (rows.length > MOST_READINGS)
    throw new MessageRefused(`${rows.length} readings; at most ${MOST_READINGS} are taken`);
  const storedAtMs = Number(storedAtUs / 1000n);
  return rows.map((row, place) => {
    const read = readReading(isObject(row) ? { ...row, equipment } : row, storedAtMs);
    if (!('equipmentId' in read)) throw new MessageRefused(`Reading ${place + 1}: ${issuesText(read)}`);
    return read.measuredAt === null ? { ...read, measuredAt: instantOf(storedAtUs + BigInt(place)) } : read;
  });
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch (error) {
    throw new MessageRefused('Not JSON', { cause: error });
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const issuesText = (issues: readonly Issue[]): string =>
  issues.map(({ path, code }) => `${path.join('.') || 'it'} ${code}`).join(', ');

/** ISO 8601 with microseconds. */
const instantOf = (us: bigint): string =>
  `${new Date(Number(us / 1000n)).toISOString().slice(0, 19)}.${String(us % 1_000_000n).padStart(6, '0')}Z`;
