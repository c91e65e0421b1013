import { DomainError } from '../errors/errors.js';

const DATA_URL_HEAD = /^data:[^,]{0,200},/i;
const FOREIGN = /[^A-Za-z0-9+/_=\t\n\v\f\r -]/;
const [SPACE, PERCENT, PLUS] = [0x20, 0x25, 0x2b];
/* Lines of MIME (RFC 2045) and PEM (RFC 7468). */
const LINE_WIDTHS = [76, 64];

/**
 * Returns the bytes of a picture that came as text: base64 or base64url, padded or not, in lines or not, as a data URL or not, the type
 * of which is ignored. Whatever escapes survived a form are read, and so are plus signs that became spaces in one.
 * @throws DomainError IMAGE_NOT_BASE64 whose `reason` is a sentence that says what is wrong, if no encoder can have written the text.
 */
export function pictureBytes(text: string): Uint8Array {
  const plain = unescaped(text.trim());
  const head = DATA_URL_HEAD.exec(plain)?.[0] ?? '';
  if (head !== '' && !/;\s*base64\s*,$/i.test(head)) refuse('The data URL is not base64.');
  const foreign = plain.slice(head.length).search(FOREIGN);
  if (foreign >= 0) refuse(foreignAt(plain, head.length + foreign));
  const base64 = unfolded(plain.slice(head.length).trim());
  if (base64 === '') refuse('The text is empty.');
  if (/[+/]/.test(base64) && /[-_]/.test(base64))
    refuse('The text mixes the alphabets of base64 (+ and /) and base64url (- and _).');
  const padding = base64.indexOf('=');
  const length = padding < 0 ? base64.length : padding;
  if (padding >= 0 && !isPadding(base64.slice(padding), length))
    refuse('The text has padding (=) where none belongs: it is two texts, or a part of one is missing.');
  if (length % 4 === 1) refuse('The text is not as long as base64 can be: a part of it is missing.');
  return Buffer.from(base64, 'base64');
}

/** A form that was encoded twice leaves %2B for a plus sign. Loops over bytes, as texts are long and may be hostile. */
function unescaped(text: string): string {
  if (!text.includes('%') || /[^\0-\x7f]/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] === PERCENT ? codeOf(bytes[at + 1], bytes[at + 2]) : undefined;
    bytes[length++] = code ?? bytes[at]!;
    if (code !== undefined) at += 2;
  }
  return bytes.toString('latin1', 0, length);
}

/** Returns the ASCII character that two hexadecimal digits stand for. */
function codeOf(high = 0, low = 0): number | undefined {
  const [first, second] = [digitOf(high), digitOf(low)];
  return first < 8 && second < 16 ? first * 16 + second : undefined;
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | SPACE; /* The small letter. */
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Infinity;
}

/**
 * Takes lines together. Other spaces were plus signs: a form writes a space as +, so a plus sign that nobody escaped arrives as a space, and
 * no encoder writes spaces except between lines.
 */
function unfolded(text: string): string {
  if (!/\s/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  const isFolded = LINE_WIDTHS.some((width) => hasLines(bytes, width));
  let [at, length] = [0, 0];
  while (at < bytes.length) {
    const byte = bytes[at++]!;
    if (byte > SPACE) bytes[length++] = byte;
    else if (byte === SPACE && !isFolded) bytes[length++] = PLUS;
  }
  return bytes.toString('latin1', 0, length);
}

/** Whether every line but the last has the width. Lines may be indented, or joined by single spaces, as shells do. */
function hasLines(bytes: Buffer, width: number): boolean {
  for (let at = 0; ;) {
    const start = at;
    while (at < bytes.length && bytes[at]! > SPACE) at++;
    if (at - start > width) return false;
    if (at === bytes.length) return true;
    if (at - start < width) return false;
    let [spaces, breaks] = [0, 0];
    for (; bytes[at]! <= SPACE; at++) {
      if (bytes[at] === SPACE) spaces++;
      else breaks++;
    }
    if (breaks === 0 ? spaces > 1 : spaces === 1) return false;
  }
}

const isPadding = (end: string, length: number): boolean =>
  /^={1,2}$/.test(end) && (length + end.length) % 4 === 0;

function foreignAt(text: string, at: number): string {
  const code = text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0');
  return `Character ${at + 1} (U+${code}) does not belong to base64.`;
}

function refuse(reason: string): never {
  throw new DomainError('IMAGE_NOT_BASE64', { reason });
}
