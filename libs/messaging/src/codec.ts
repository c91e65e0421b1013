import { Packr } from 'msgpackr';

/*
 * Records name the fields of equal rows once per message; bytes are copied out, so that a small value that is kept
 * does not keep the whole message in memory.
 */
const packr = new Packr({ useRecords: true, moreTypes: true, copyBuffers: true });

/** MessagePack. Dates, bytes, undefined and null survive; classes become plain objects. */
export const encode = (value: unknown): Uint8Array => packr.pack(value);

/** Reverses `encode`; throws on bytes that are not MessagePack. */
export const decode = (bytes: Uint8Array): unknown => packr.unpack(bytes) as unknown;
