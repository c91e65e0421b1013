import type { Message } from '../bus.js';
import { errorHeader } from '../rpc/reply.js';
import type { BusKeys } from './bus-keys.js';
import { numberedNonce, seal, unseal } from './cipher.js';
import { NotProven } from './not-proven.js';
import { replySealIn, requestSealText, SEAL_HEADER } from './seal-header.js';
import { besideReply, besideRequest } from './sealed-text.js';
import { CallerSession } from './session.js';

export interface SealedCall {
  readonly message: Message;
  /** Returns the reply to this call. Throws NotProven for what the called service has not sealed for it. */
  open(reply: Message): Message;
}

/** Seals the calls of a service for the services that it calls. */
export class CallSealer {
  readonly #sessions = new Map<string, CallerSession>();

  constructor(private readonly keys: BusKeys) {}

  /** Throws NotProven without a key for the subject's service. */
  seal(subject: string, { payload, headers }: Message): SealedCall {
    const session = this.#session(subject.slice(0, subject.indexOf('.')));
    const number = session.next();
    const { content, tag } = seal(
      session.keys.request,
      numberedNonce(number),
      payload,
      besideRequest(subject, headers),
    );
    const sealed = requestSealText({ caller: this.keys.service, salt: session.salt, number, tag });
    return {
      message: { payload: content, headers: { ...headers, [SEAL_HEADER]: sealed } },
      open: (reply) => opened(session, number, subject, reply),
    };
  }

  #session(callee: string): CallerSession {
    const known = this.#sessions.get(callee);
    if (known && !known.isSpent) return known;
    const key = this.keys.calls[callee];
    if (key === undefined) throw new NotProven('stranger');
    const session = new CallerSession(key);
    this.#sessions.set(callee, session);
    return session;
  }
}

/* The service's end of the transport says this when a sealed reply is too large for it. It tells nothing and moves nothing. */
const UNSEALED_FAILURE = 'PAYLOAD_TOO_LARGE';

function opened(session: CallerSession, number: number, subject: string, reply: Message): Message {
  const { [SEAL_HEADER]: text, ...headers } = reply.headers;
  const given = replySealIn(text);
  if (!given && headers[errorHeader] === UNSEALED_FAILURE) return reply;
  if (!given) throw new NotProven('unsealed');
  try {
    const { nonce, tag } = given;
    const beside = besideReply(number, subject, headers);
    return { payload: unseal(session.keys.reply, nonce, { content: reply.payload, tag }, beside), headers };
  } catch {
    throw new NotProven('broken');
  }
}
