import { Packr } from 'msgpackr';

/*
 * Records name the fields of equal rows once per message: a page of rows takes half the time and the bytes. For an object that is
 * alone in its message, to define its record takes twice the time of writing its names. Either way is read by the same
 * reader. Bytes are copied out, so that a small value that is kept does not keep the whole message in memory.
 */
const options = { moreTypes: true, copyBuffers: true, mapsAsObjects: true };
const rows = new Packr({ ...options, useRecords: true });
const single = new Packr({ ...options, useRecords: false });

const MIN_ROWS = 4;
/** How deep a list of rows lies: `{ body: { readings: [...] } }`. */
const MAX_ROWS = 2;

/** MessagePack. Dates, bytes, undefined and null survive; classes become plain objects. */
export const encode = (value: unknown): Uint8Array =>
  holdsRows(value, MAX_ROWS) ? rows.pack(value) : single.pack(value);

/** Reverses `encode`; throws on bytes that are not MessagePack. */
export const decode = (bytes: Uint8Array): unknown => rows.unpack(bytes) as unknown;

function holdsRows(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length >= MIN_ROWS && typeof value[0] === 'object';
  if (depth === 0 || ArrayBuffer.isView(value)) return false;
  for (const name in value) {
    if (holdsRows((value as Record<string, unknown>)[name], depth - 1)) return true;
  }
  return false;
}
