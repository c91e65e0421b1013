import { isUtf8 } from 'node:buffer';
import { malformed } from './malformed.js';

/** Longer than any reading. The limit keeps an endless line from being scanned again with every piece. */
export const MAX_LINE_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

export interface Lines {
  readonly text: string;
  /** Number of the first line in its file, from 1. */
  readonly first: number;
}

/**
 * Cuts a text into pieces at line ends. Leaves out a byte order mark at its beginning. Throws
 * MALFORMED_BODY if a line is too long or not UTF-8.
 */
export async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let first = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      const lines = linesOf(Buffer.concat([rest, piece.subarray(0, end)]), first);
      yield lines;
      first += lineFeedsIn(lines.text);
      rest = piece.subarray(end);
    } else rest = Buffer.concat([rest, piece]);
    if (rest.length > MAX_LINE_BYTES) throw malformed(`Line ${first} is too long.`);
  }
  if (rest.length > 0) yield linesOf(rest, first);
}

function linesOf(bytes: Buffer, first: number): Lines {
  if (isUtf8(bytes)) return { text: first === 1 ? withoutMark(bytes.toString()) : bytes.toString(), first };
  let line = first;
  let start = 0;
  for (; isUtf8(bytes.subarray(start, endOfLine(bytes, start))); start = endOfLine(bytes, start)) line++;
  throw malformed(`Line ${line} is not UTF-8.`);
}

/** Programs on Windows put a byte order mark before the text. */
const withoutMark = (text: string): string => text.replace(/^\ufeff/, '');

function endOfLine(bytes: Buffer, start: number): number {
  const found = bytes.indexOf(LINE_FEED, start);
  return found < 0 ? bytes.length : found + 1;
}

function lineFeedsIn(text: string): number {
  let found = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) found++;
  return found;
}
