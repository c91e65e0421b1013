import { TextDecoder } from 'node:util';
import { malformed } from './malformed.js';

const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];

/**
 * Returns what separates the columns, and the text from the header on. A first line `sep=;`, as spreadsheets read and write it, says it; else it is,
 * of the three, what separates most names of the header. A name holds none of them. Throws MALFORMED_BODY for another separator.
 */
export function delimited(text: string): { readonly delimiter: Delimiter; readonly text: string } {
  const trimmed = text.trimStart();
  const declared = /^"?sep=(.)"?(?:\r?\n|\r|$)/i.exec(trimmed);
  if (!declared) return { delimiter: delimiterOf(trimmed), text };
  const delimiter = DELIMITERS.find((each) => each === declared[1]);
  if (!delimiter)
    throw malformed(`The CSV says sep=${declared[1]}; separate columns by commas, semicolons or tabs.`);
  return { delimiter, text: trimmed.slice(declared[0].length) };
}

function delimiterOf(text: string): Delimiter {
  const [header = ''] = text.split(/\r?\n|\r/, 1);
  const columns = (delimiter: Delimiter): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (columns(each) > columns(best) ? each : best));
}

const WITH_COMMA = /^\s*[+-]?\d*,\d+(?:e[+-]?\d+)?\s*$/i;
const WITH_POINT = /^\s*[+-]?\d*\.\d+(?:e[+-]?\d+)?\s*$/i;

/**
 * Returns how cells are read where no comma separates columns: numbers with a decimal comma, as spreadsheets write them in most of
 * Europe. A file that has decimal points as well might mean thousands by one of them. Throws MALFORMED_BODY for it.
 */
export function decimalCommas(): (cell: string) => string {
  let comma = false;
  let point = false;
  return (cell) => {
    const isOfComma = WITH_COMMA.test(cell);
    comma ||= isOfComma;
    point ||= !isOfComma && WITH_POINT.test(cell);
    if (comma && point)
      throw malformed('The CSV writes decimals with commas and with points; use one of them for all.');
    return isOfComma ? cell.replace(',', '.') : cell;
  };
}

const MARKS = { 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] } as const;

/** Returns UTF-16 with a byte order mark, as spreadsheets save "Unicode text", as UTF-8, and all else as it is. Throws MALFORMED_BODY. */
export async function* asUtf8(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const piece of pieces) {
    if (isFirst) decoder = decoderOf(piece);
    isFirst = false;
    yield decoder ? decoded(decoder, piece) : piece;
  }
  if (decoder) decoded(decoder);
}

function decoderOf(start: Buffer): TextDecoder | undefined {
  const encoding = (['utf-16le', 'utf-16be'] as const).find((each) =>
    MARKS[each].every((byte, at) => start[at] === byte),
  );
  if (encoding) return new TextDecoder(encoding, { fatal: true });
  if (start.subarray(0, 4).includes(0))
    throw malformed(
      'The CSV looks like UTF-16 without a byte order mark; send UTF-8, or UTF-16 with the mark.',
    );
  return undefined;
}

function decoded(decoder: TextDecoder, piece?: Buffer): Buffer {
  try {
    return Buffer.from(piece ? decoder.decode(piece, { stream: true }) : decoder.decode());
  } catch (error) {
    throw malformed('The CSV is UTF-16 and damaged or cut off.', error);
  }
}
