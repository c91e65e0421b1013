import { JsonRefused } from '@argus/contracts';
import { afterSpace, type PlainReader } from './plain-reader.js';
import { type ReadRow, readRowJson, type RowReader } from './read-reading.js';

const ROWS_PER_PIECE = 1000;
const QUOTE = '"';
const BACKSLASH = '\\';

export const isArray = (text: string): boolean => text[afterSpace(text, 0)] === '[';

/** Reads the elements of a JSON array in pieces, without building the array. Throws JsonRefused. */
export function* jsonRows(text: string, plain: PlainReader, read: RowReader): Generator<ReadRow[]> {
  let rows: ReadRow[] = [];
  let at = afterSpace(text, afterSpace(text, 0) + 1);
  if (text[at] === ']') at++;
  else
    for (let mark = ','; mark === ','; at++) {
      at = afterSpace(text, at);
      const row = plain.read(text, at);
      const end = row ? plain.end : endOfValue(text, at);
      rows.push(row ?? read(parse(text, at, end)));
      at = afterSpace(text, end);
      mark = text[at] ?? '';
      if (mark !== ',' && mark !== ']') throw new JsonRefused("Expecting ',' delimiter", at);
      if (rows.length < ROWS_PER_PIECE) continue;
      yield rows;
      rows = [];
    }
  at = afterSpace(text, at);
  if (at < text.length) throw new JsonRefused('Extra data', at);
  yield rows;
}

/** Reads a JSON text that is one row. Throws JsonRefused. */
export function jsonRow(text: string, plain: PlainReader, read: RowReader): ReadRow {
  const row = plain.read(text, afterSpace(text, 0));
  if (row && afterSpace(text, plain.end) === text.length) return row;
  return read(readRowJson(text));
}

/** Returns the index of the comma or bracket that ends an element, if the element is JSON. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at++) {
    const mark = text[at];
    if (isString && mark === BACKSLASH) at++;
    else if (mark === QUOTE) isString = !isString;
    else if (isString) continue;
    else if (depth === 0 && (mark === ',' || mark === ']' || mark === '}')) return at;
    else if (mark === '{' || mark === '[') depth++;
    else if (mark === '}' || mark === ']') depth--;
  }
  return text.length;
}

function parse(text: string, start: number, end: number): unknown {
  try {
    return readRowJson(text.slice(start, end));
  } catch (error) {
    if (!(error instanceof JsonRefused) || error.position === undefined) throw error;
    throw new JsonRefused(error.reason, start + error.position);
  }
}
