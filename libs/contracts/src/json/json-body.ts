import { isUtf8 } from 'node:buffer';
import { DomainError } from '../errors/errors.js';
import type { JsonBounds } from './json-bounds.js';
import { JsonRefused, readJson } from './read-json.js';

/** Returns the value of a JSON body. Throws MALFORMED_BODY. */
export function readJsonBody(bytes: Buffer, bounds?: JsonBounds): unknown {
  const text = jsonTextOf(bytes);
  try {
    return readJson(text, bounds);
  } catch (error) {
    if (error instanceof JsonRefused) throw malformedJson(error.reason, error.position, text);
    throw error;
  }
}

/** Returns the text of a JSON body, which is UTF-8; a byte order mark is ignored (RFC 8259, 8.1). Throws MALFORMED_BODY. */
export function jsonTextOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw malformedJson('not UTF-8', 0);
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** Returns MALFORMED_BODY worded like Python's parser; lines and columns start at 1. */
export function malformedJson(reason: string, position?: number, text = ''): DomainError {
  if (position === undefined)
    return new DomainError('MALFORMED_BODY', { reason: `JSON parse error - ${reason}` });
  const lines = text.slice(0, position).split('\n');
  const [line, column] = [lines.length, lines.at(-1)!.length + 1];
  return new DomainError('MALFORMED_BODY', {
    reason: `JSON parse error - ${reason}: line ${line} column ${column} (char ${position})`,
    words: reason,
    position,
    line,
    column,
  });
}
