import { types } from 'pg';
import { readInteger } from './integers.js';
import { readTimestamp } from './timestamps.js';

type Parser = (text: string) => unknown;

const parserOf = types.getTypeParser as (oid: number, format?: string) => Parser;
const parsers = new Map<number, Parser>([
  [types.builtins.INT8, readInteger],
  [types.builtins.TIMESTAMPTZ, readTimestamp],
]);

/** Parsers of every connection: int8 becomes a number, timestamptz a StoredTime. The driver reads all other types. */
export const columnTypes = {
  getTypeParser: (oid: number, format?: string): Parser =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? parserOf(oid, format),
};
