import { isEventSubject } from '@argus/contracts';
import { decode } from '@argus/messaging';

const MAX_HEX_BYTES = 64;

/** Returns text that strangers wrote so that a terminal only shows it: at most so many characters, control characters as their codes. */
export function shownText(text: string, maxLength: number): string {
  const shown = text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return shown.length > maxLength ? `${shown.slice(0, maxLength)}…` : shown;
}

/** Returns the payload of a dead letter for people: JSON, text, or the first bytes of what is neither. */
export function shownPayload(subject: string, payload: Uint8Array, maxLength: number): string {
  try {
    const text = isEventSubject(subject)
      ? JSON.stringify(decode(payload))
      : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
    return shownText(text, maxLength);
  } catch {
    const hex = Buffer.from(payload.subarray(0, MAX_HEX_BYTES)).toString('hex');
    const more = payload.length > MAX_HEX_BYTES ? '…' : '';
    return `${payload.length} bytes that are no text: ${hex}${more}`;
  }
}
