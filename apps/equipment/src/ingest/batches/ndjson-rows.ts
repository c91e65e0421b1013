import { JsonRefused, readJson } from '@argus/contracts';
import { malformed } from './malformed.js';
import { afterSpace, PlainReader } from './plain-reader.js';
import { readReading, type ReadRow } from './read-reading.js';
import { type Lines, wholeLines } from './whole-lines.js';

/** Reads each line, skipping empty ones. Throws MALFORMED_BODY if one is not JSON. */
export async function* ndjsonRows(pieces: AsyncIterable<Buffer>): AsyncGenerator<ReadRow[]> {
  const reader = new PlainReader();
  for await (const lines of wholeLines(pieces)) yield rowsOf(lines, reader);
}

function rowsOf({ text, first }: Lines, reader: PlainReader): ReadRow[] {
  const rows: ReadRow[] = [];
  for (let start = 0, line = first; start < text.length; line++) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const begin = afterSpace(text, start, end);
    if (begin < end) rows.push(rowOf(text, begin, end, line, reader));
    start = end + 1;
  }
  return rows;
}

function rowOf(text: string, start: number, end: number, line: number, reader: PlainReader): ReadRow {
  const plain = reader.read(text, start);
  /* A JSON object that spans two lines is invalid NDJSON. */
  if (plain && reader.end <= end && afterSpace(text, reader.end, end) === end) return plain;
  return readReading(parse(text.slice(start, end), line));
}

function parse(text: string, line: number): unknown {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const column = error.position === undefined ? '' : `: column ${error.position + 1}`;
    throw malformed(`Line ${line}: JSON parse error - ${error.reason}${column}`, error);
  }
}
