import { types } from 'pg';
import { readInteger } from './integers.js';
import { readTimestamp } from './timestamps.js';

type Parser = (text: string) => unknown;

const parserOf = types.getTypeParser as (oid: number, format?: string) => Parser;
const parsers = new Map<number, Parser>([
  [types.builtins.INT8, readInteger],
  [types.builtins.TIMESTAMPTZ, readTimestamp],
]);

/** How every connection reads columns: int8 as a number, a timestamp as a Date, the rest as the driver does. */
export const columnTypes = {
  getTypeParser: (oid: number, format?: string): Parser =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? parserOf(oid, format),
};
