import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of a sender may be off. */
const MAX_SKEW_SECONDS = 300;
const PREFIX = 'whsec_';
const VERSION = 'v1,';
const MIN_KEY_BYTES = 24;
const MAX_KEY_BYTES = 64;

/** Whether a text is a key of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export function isWebhookSecret(text: string): boolean {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (encoded === undefined) return false;
  const key = Buffer.from(encoded, 'base64');
  return key.toString('base64') === encoded && key.length >= MIN_KEY_BYTES && key.length <= MAX_KEY_BYTES;
}

/** A message as it came. */
export interface SignedMessage {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

/**
 * Returns the message in the headers and bytes of a request; undefined if a header is missing or the time is not now. The library
 * takes times with letters behind the digits, so they are read strictly here.
 */
export function signedMessageOf(
  headers: Readonly<Record<string, string>>,
  content: Uint8Array,
  nowS: number,
): SignedMessage | undefined {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  if (id === undefined || timestamp === undefined || signature === undefined) return undefined;
  if (!/^[!-~]{1,200}$/.test(id) || !/^[0-9]{1,11}$/.test(timestamp)) return undefined;
  if (Math.abs(Number(timestamp) - nowS) > MAX_SKEW_SECONDS) return undefined;
  try {
    const body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { id, timestamp, signature, body };
  } catch {
    return undefined;
  }
}

/**
 * Whether the key signed the message, in equal time for all wrong signatures of its length. Strangers may send as much as a body holds, and
 * each is tried with every key: the library computes in JavaScript, several times slower.
 */
export function isSignedBy(secret: string, { id, timestamp, signature, body }: SignedMessage): boolean {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const expected = Buffer.from(
    createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64'),
  );
  /* Several while a key is rotated; versions that are not known are passed over. */
  return signature
    .split(' ')
    .filter((each) => each.startsWith(VERSION))
    .map((each) => Buffer.from(each.slice(VERSION.length)))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
