import {
  JsonRefused,
  jsonTextOf,
  malformedJson,
  type RawBody,
  readJsonBody,
  type TimestampUnit,
} from '@argus/contracts';
import { csvRows } from './csv-rows.js';
import { isArray, jsonRows } from './json-rows.js';
import { malformed } from './malformed.js';
import { ndjsonRows } from './ndjson-rows.js';
import { PlainReader } from './plain-reader.js';
import { type ReadRow, rowReader, type RowReader } from './read-reading.js';
import { unpack } from './unpack.js';

/** Reads the rows of a batch in any format, piece by piece. Throws MALFORMED_BODY if the body is not in its format. */
export function rowsOf(body: RawBody, timeUnit?: TimestampUnit): AsyncIterable<readonly ReadRow[]> {
  const pieces = unpack(body);
  const read = rowReader(timeUnit);
  if (body.media_type === 'text/csv') return csvRows(pieces, read);
  const plain = new PlainReader({ timeUnit });
  return body.media_type === 'application/json'
    ? arrayRows(pieces, plain, read)
    : ndjsonRows(pieces, plain, read);
}

async function* arrayRows(
  pieces: AsyncIterable<Buffer>,
  plain: PlainReader,
  read: RowReader,
): AsyncGenerator<ReadRow[]> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  const bytes = Buffer.concat(all);
  const text = jsonTextOf(bytes);
  if (!isArray(text)) {
    readJsonBody(bytes);
    throw malformed('Expected a JSON array of readings.');
  }
  try {
    yield* jsonRows(text, plain, read);
  } catch (error) {
    if (error instanceof JsonRefused) throw malformedJson(error.reason, error.position, text);
    throw error;
  }
}
