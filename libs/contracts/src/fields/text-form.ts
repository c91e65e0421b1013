/* Invisible wherever it stands: joiners, fillers, directions, tags. A variation selector after an emoji only gives it colour. */
const ZERO_WIDTH = /(?<!\p{Emoji})[\ufe0e\ufe0f]|(?![\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const ALL_UNSEEN = new RegExp(`${ZERO_WIDTH.source}|(?!\\0)${CONTROL.source}`, 'gu');
/* The pattern of braille without dots is a blank, too. */
const SEEN = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;
/* No language sets more on a letter (UAX 15, stream-safe text), and to order many takes V8 the square of their number. */
const MAX_MARKS = 30;

/** Returns the text, or nothing if none of it can be seen. */
export const visible = (text: string): string => (SEEN.test(text) || text.includes('\0') ? text : '');

/** Whether a name has characters that nobody sees. */
export const unseen = (name: string): boolean => CONTROL.test(name) || ZERO_WIDTH.test(name);

/** Returns the text without characters that nobody sees, as pasted searches have them. U+0000 stays, to be refused. */
export const stripped = (text: string): string => visible(text.replaceAll(ALL_UNSEEN, ''));

/** Returns the text as NFC; undefined for half a surrogate pair and for more marks on a letter than are read. */
export const normalised = (text: string): string | undefined =>
  text.isWellFormed() && !text.match(/\p{M}+/gu)?.some(({ length }) => length > MAX_MARKS)
    ? text.normalize('NFC')
    : undefined;

/** Returns the length as people count it, an emoji as one. */
export function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count++;
  return count;
}
