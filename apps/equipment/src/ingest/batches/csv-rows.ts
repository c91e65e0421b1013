import { Readable } from 'node:stream';
import { BatchReading, fieldsOf, metrics } from '@argus/contracts';
import { CsvError, parse as csvParser } from 'csv-parse';
import { asUtf8, decimalCommas, delimited } from './csv-dialect.js';
import { malformed } from './malformed.js';
import type { ReadRow, RowReader } from './read-reading.js';
import { MAX_LINE_BYTES, wholeLines } from './whole-lines.js';

const neededColumns = ['equipment', ...metrics];

const knownColumns = fieldsOf(BatchReading)
  .map(({ name }) => name)
  .filter((name) => name !== 'measurements');

/* Prefix of the column of a further measurement, as tools that flatten JSON name it. */
const MEASUREMENT = 'measurements.';

/**
 * Returns the column names. Throws if one occurs twice or a required one is missing. Also throws if there is no time column but
 * an unknown one: a misspelt time column would date all readings now.
 */
function columnsOf(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim());
  const missing = neededColumns.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const advice = names.length === 1 ? ' Commas, semicolons or tabs separate columns.' : '';
    throw malformed(`The CSV header lacks ${missing.join(', ')}.${advice}`);
  }
  /* Spreadsheets write columns without a name where one was emptied. */
  const repeated = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (repeated !== undefined) throw malformed(`The CSV header names ${repeated} twice.`);
  const unknown = names.filter(
    (name) => name !== '' && !knownColumns.includes(name) && !name.startsWith(MEASUREMENT),
  );
  if (unknown.length > 0 && !names.includes('measured_at'))
    throw malformed(
      `The CSV header lacks measured_at and has ${unknown.join(', ')}, which is none of ${knownColumns.join(', ')}, measurements.<name>.`,
    );
  return names;
}

/** Puts further measurements into an object, as in JSON. */
function nested(cells: Readonly<Record<string, string>>, columns: readonly string[]): unknown {
  const values = columns.flatMap((name) =>
    cells[name] === undefined ? [] : [[name.slice(MEASUREMENT.length), cells[name]]],
  );
  if (values.length === 0) return cells;
  const others = Object.entries(cells).filter(([name]) => !name.startsWith(MEASUREMENT));
  return { ...Object.fromEntries(others), measurements: Object.fromEntries(values) as object };
}

const ROWS_PER_PIECE = 1000;

/**
 * Reads CSV rows by the names of the header, separated by commas, semicolons or tabs, in UTF-8 or UTF-16. An empty cell counts as absent, and so
 * does a row of empty cells.
 * Throws MALFORMED_BODY.
 */
export async function* csvRows(pieces: AsyncIterable<Buffer>, read: RowReader): AsyncGenerator<ReadRow[]> {
  let isHeaderSeen = false;
  let further: string[] = [];
  const lines = texts(asUtf8(pieces));
  const { value: first = '' } = (await lines.next()) as { value?: string };
  const { delimiter, text: start } = delimited(first);
  const plain = delimiter === ',' ? undefined : decimalCommas();
  /* Without `trim`, which makes the parser scan endless space again with every piece. */
  const parser = csvParser({
    columns: (header: string[]) => {
      isHeaderSeen = true;
      const names = columnsOf(header);
      further = names.filter((name) => name.startsWith(MEASUREMENT));
      /* A cell cannot hold an object. */
      return names.map((name) => name !== 'measurements' && name !== '' && name);
    },
    delimiter,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
  });
  const source = Readable.from(withStart(start, lines));
  source.on('error', (error) => parser.destroy(error));
  let rows: ReadRow[] = [];
  try {
    for await (const record of source.pipe(parser)) {
      const cells = record as Record<string, string>;
      for (const name in cells)
        if (cells[name]!.trim() === '') delete cells[name];
        else if (plain) cells[name] = plain(cells[name]!);
      if (Object.keys(cells).length === 0) continue;
      rows.push(read(further.length === 0 ? cells : nested(cells, further)));
      if (rows.length < ROWS_PER_PIECE) continue;
      yield rows;
      rows = [];
    }
    if (!isHeaderSeen) columnsOf([]);
  } catch (error) {
    throw error instanceof CsvError ? malformed(`CSV parse error - ${error.message}`, error) : error;
  }
  yield rows;
}

async function* withStart(start: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield start;
  yield* rest;
}

async function* texts(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const { text } of wholeLines(pieces)) yield text;
}
