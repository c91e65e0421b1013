import { StringDecoder } from 'node:string_decoder';
import { BatchReading, DomainError, fieldsOf, metrics, type RawBody } from '@argus/contracts';
import { CsvError, parse as csvParser } from 'csv-parse';
import { Readable } from 'node:stream';
import { unpack } from './unpack.js';

/* Far beyond any reading; a line without end would be searched again with every piece that comes. */
const LONGEST_LINE = 64 * 1024;

const malformed = (reason: string): DomainError => new DomainError('MALFORMED_BODY', { reason });

/** The rows of a batch one after the other, whatever its format; throws MALFORMED_BODY where it is not of that format. */
export function rowsOf(body: RawBody): AsyncIterable<unknown> {
  if (body.media_type === 'text/csv') return csvRows(unpack(body));
  return body.media_type === 'application/json' ? jsonRows(unpack(body)) : ndjsonRows(unpack(body));
}

async function* jsonRows(pieces: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  const rows = parseJson(Buffer.concat(all).toString(), 'JSON');
  if (!Array.isArray(rows)) throw malformed('Expected a JSON array of readings.');
  yield* rows;
}

async function* ndjsonRows(pieces: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  const decoder = new StringDecoder('utf8');
  let line = 0;
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.write(piece)).split('\n');
    rest = lines.pop()!;
    if (rest.length > LONGEST_LINE) throw malformed(`Line ${line + lines.length + 1} is too long.`);
    for (const text of lines) {
      line++;
      if (text.trim() !== '') yield parseJson(text, `Line ${line}: JSON`);
    }
  }
  rest += decoder.end();
  if (rest.trim() !== '') yield parseJson(rest, `Line ${line + 1}: JSON`);
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed(`${what} parse error - ${(error as Error).message}`);
  }
}

const neededColumns = ['equipment', ...metrics];

const knownColumns = fieldsOf(BatchReading).map(({ name }) => name);

/**
 * The names of a header; throws where one comes twice or a column is missing that every reading needs, and where the time is
 * missing and a column is there that nobody knows: the time under another name would make all readings of now.
 */
function columnsOf(header: readonly string[]): string[] {
  const names = header.map((name) => name.trim());
  const missing = neededColumns.filter((name) => !names.includes(name));
  if (missing.length > 0) throw malformed(`The CSV header lacks ${missing.join(', ')}.`);
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) throw malformed(`The CSV header names ${repeated} twice.`);
  const unknown = names.filter((name) => !knownColumns.includes(name));
  if (unknown.length > 0 && !names.includes('measured_at'))
    throw malformed(
      `The CSV header lacks measured_at and has ${unknown.join(', ')}, which is none of ${knownColumns.join(', ')}.`,
    );
  return names;
}

/** Rows as objects by the names of the header; a cell that is empty counts as absent. */
async function* csvRows(pieces: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  let isHeaderSeen = false;
  /* Not `trim`: with it the parser looks at endless space again and again. */
  const parser = csvParser({
    bom: true,
    columns: (header: string[]) => {
      isHeaderSeen = true;
      return columnsOf(header);
    },
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE,
  });
  const source = Readable.from(pieces);
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) {
      const cells = record as Record<string, string>;
      for (const name in cells) if (cells[name]!.trim() === '') delete cells[name];
      yield cells;
    }
    if (!isHeaderSeen) columnsOf([]);
  } catch (error) {
    throw error instanceof CsvError ? malformed(`CSV parse error - ${error.message}`) : error;
  }
}
