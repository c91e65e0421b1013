import { DomainError, type ErrorDetails } from '@argus/contracts';
import type { Message } from '../bus.js';
import { decode, encode } from '../codec.js';

/** Holds the code of a failed call. */
export const errorHeader = 'error';

/** Returns the reply of a successful call. `payload` is the encoded value. */
export const successReply = (payload: Uint8Array): Message => ({ payload, headers: {} });

/** Returns the reply of a failed call: the code in a header, the details as payload. */
export const failureReply = (code: string, details: ErrorDetails = {}): Message => ({
  payload: encode(details),
  headers: { [errorHeader]: code },
});

/** Returns the value of a reply. Throws the DomainError of a failed call. */
export function readReply(reply: Message): unknown {
  const code = reply.headers[errorHeader];
  if (code !== undefined) throw new DomainError(code, decode(reply.payload) as ErrorDetails);
  return decode(reply.payload);
}
