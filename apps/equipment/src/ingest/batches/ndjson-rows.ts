import { JsonRefused } from '@argus/contracts';
import { malformed } from './malformed.js';
import { afterSpace, type PlainReader } from './plain-reader.js';
import { type ReadRow, readRowJson, type RowReader } from './read-reading.js';
import { type Lines, wholeLines } from './whole-lines.js';

/** Reads each line, skipping empty ones. Throws MALFORMED_BODY if one is not JSON. */
export async function* ndjsonRows(
  pieces: AsyncIterable<Buffer>,
  plain: PlainReader,
  read: RowReader,
): AsyncGenerator<ReadRow[]> {
  for await (const lines of wholeLines(pieces)) yield rowsOf(lines, plain, read);
}

function rowsOf({ text, first }: Lines, plain: PlainReader, read: RowReader): ReadRow[] {
  const rows: ReadRow[] = [];
  for (let start = 0, line = first; start < text.length; line++) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const begin = afterSpace(text, start, end);
    if (begin < end)
      rows.push(plainRow(text, begin, end, plain) ?? read(parse(text.slice(begin, end), line)));
    start = end + 1;
  }
  return rows;
}

function plainRow(text: string, start: number, end: number, plain: PlainReader): ReadRow | undefined {
  const row = plain.read(text, start);
  /* A JSON object that spans two lines is invalid NDJSON. */
  return row && plain.end <= end && afterSpace(text, plain.end, end) === end ? row : undefined;
}

function parse(text: string, line: number): unknown {
  try {
    return readRowJson(text);
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const column = error.position === undefined ? '' : `: column ${error.position + 1}`;
    throw malformed(`Line ${line}: JSON parse error - ${error.reason}${column}`, error);
  }
}
