import {
  DomainError,
  type Issue,
  LeaveRow,
  MAX_LEAVE_ROWS,
  parse,
  type RawBody,
  readJsonBody,
  UndeclaredNames,
} from '@argus/contracts';
import { CsvError, parse as parseCsv } from 'csv-parse/sync';
import { gunzipSync } from 'node:zlib';

/* More would not help anybody. */
const MAX_ISSUES = 100;
const MAX_UNPACKED_BYTES = 16 * 1024 * 1024;
/** Of a line. A header of a million columns would hold up everybody while each row gets a million names. */
const MAX_LINE_CHARACTERS = 16_384;

const malformed = (reason: string): DomainError => new DomainError('MALFORMED_BODY', { reason });

/**
 * Reads the rows of an import. The answer to a bad one names its rows by position, counted from 1.
 * @throws DomainError MALFORMED_BODY, PAYLOAD_TOO_LARGE, VALIDATION_FAILED
 */
export function leaveRows(body: RawBody): LeaveRow[] {
  const bytes = unpacked(body);
  const sent = body.media_type === 'text/csv' ? csvRows(bytes) : readJsonBody(bytes);
  if (!Array.isArray(sent)) throw malformed('Expected a JSON array of leave.');
  if (sent.length > MAX_LEAVE_ROWS) throw malformed(`Send at most ${MAX_LEAVE_ROWS} rows at a time.`);
  const issues: Issue[] = [];
  const rows: LeaveRow[] = [];
  const references = new Set<string>();
  for (const [at, each] of (sent as unknown[]).entries()) {
    const read = rowOf(each, at + 1);
    if (!(read instanceof LeaveRow)) {
      issues.push(...read);
      continue;
    }
    if (references.has(read.reference)) issues.push(repeated(at + 1, read.reference));
    references.add(read.reference);
    rows.push(read);
  }
  if (issues.length > 0) throw refusal(issues);
  return rows;
}

/** Returns VALIDATION_FAILED with the first issues, whose paths begin with the position of their row. */
export const refusal = (issues: readonly Issue[]): DomainError =>
  new DomainError('VALIDATION_FAILED', { issues: issues.slice(0, MAX_ISSUES) });

function unpacked({ content, encoding }: RawBody): Buffer {
  if (encoding === 'identity') return Buffer.from(content);
  try {
    return gunzipSync(content, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new DomainError('PAYLOAD_TOO_LARGE');
    throw malformed('The body is not gzip, or is cut off.');
  }
}

/** Reads rows by the names of the header. An empty cell counts as absent. */
function csvRows(bytes: Buffer): unknown[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const rows: Record<string, string>[] = parseCsv(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim()),
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      trim: true,
      max_record_size: MAX_LINE_CHARACTERS,
      to: MAX_LEAVE_ROWS + 1,
    });
    return rows.map((cells) =>
      Object.fromEntries(Object.entries(cells).filter(([name, cell]) => name !== '' && cell !== '')),
    );
  } catch (error) {
    if (error instanceof CsvError) throw malformed(`CSV parse error - ${error.message}`);
    if (error instanceof TypeError) throw malformed('The CSV is not UTF-8.');
    throw error;
  }
}

/** The header tells it: no field has one in its name. In the rows below, another one is text, as in `Leave, paid`. */
const delimiterOf = (text: string): string => /[,;\t]/.exec(text.trimStart().split('\n', 1)[0]!)?.[0] ?? ',';

function rowOf(sent: unknown, position: number): LeaveRow | Issue[] {
  try {
    const row = parse(LeaveRow, sent, new UndeclaredNames());
    if (row.date_from <= row.date_to) return row;
    const params = { text: 'date_from must not be after date_to.' };
    return [{ path: [position, 'date_from'], code: 'invalid', params }];
  } catch (error) {
    if (!(error instanceof DomainError) || !error.details.issues) throw error;
    return error.details.issues.map((issue) => ({ ...issue, path: [position, ...issue.path] }));
  }
}

const repeated = (position: number, reference: string): Issue => ({
  path: [position, 'reference'],
  code: 'invalid',
  params: { text: `The reference ${reference} comes twice in the file.` },
});
