import { LRUCache } from 'lru-cache';
import type { Message } from '../bus.js';
import { principalHeader } from '../rpc/context-headers.js';
import type { BusKeys } from './bus-keys.js';
import { numberedNonce, randomNonce, seal, unseal } from './cipher.js';
import { NotProven } from './not-proven.js';
import { ReplayWindow } from './replay-window.js';
import { replySealText, type RequestSeal, requestSealIn, SEAL_HEADER } from './seal-header.js';
import { besideReply, besideRequest } from './sealed-text.js';
import { type SessionKeys, sessionKeys } from './session.js';

export interface OpenedCall {
  readonly message: Message;
  seal(reply: Message): Message;
}

interface Session {
  readonly keys: SessionKeys;
  readonly answered: ReplayWindow;
}

/* One for each process that calls this service; more only after many restarts. */
const MAX_SESSIONS = 256;

/** Opens the calls that other services have sealed for this one, and believes no others. */
export class CallOpener {
  /** By caller and salt. Holds sessions with a genuine call only, so strangers cannot push others out. */
  readonly #sessions = new LRUCache<string, Session>({ max: MAX_SESSIONS });

  constructor(
    private readonly keys: BusKeys,
    private readonly isInternal: (subject: string) => boolean,
  ) {}

  /** Throws NotProven. */
  open(subject: string, { payload, headers: received }: Message): OpenedCall {
    const { [SEAL_HEADER]: text, ...headers } = received;
    const given = requestSealIn(text);
    if (!given) throw new NotProven('unsealed');
    const session = this.#session(given);
    const content = this.#unseal(session, given, payload, besideRequest(subject, headers));
    if (!session.answered.enter(given.number)) throw new NotProven('replayed');
    const isGateway = given.caller === this.keys.gateway;
    if (!isGateway && (principalHeader in headers || !this.isInternal(subject)))
      throw new NotProven('overreach');
    return {
      message: { payload: content, headers },
      seal: (reply) => sealed(session.keys, given.number, subject, reply),
    };
  }

  #session({ caller, salt }: RequestSeal): Session {
    const known = this.#sessions.get(`${caller} ${salt}`);
    if (known) return known;
    const key = Object.hasOwn(this.keys.answers, caller) ? this.keys.answers[caller] : undefined;
    if (key === undefined) throw new NotProven('stranger');
    return {
      keys: sessionKeys(key, Buffer.from(salt, 'base64url')),
      answered: new ReplayWindow(),
    };
  }

  #unseal(
    session: Session,
    { caller, salt, number, tag }: RequestSeal,
    content: Uint8Array,
    beside: string,
  ): Uint8Array {
    try {
      const opened = unseal(session.keys.request, numberedNonce(number), { content, tag }, beside);
      const name = `${caller} ${salt}`;
      if (!this.#sessions.has(name)) this.#sessions.set(name, session);
      return opened;
    } catch {
      throw new NotProven('broken');
    }
  }
}

function sealed(
  { reply: key }: SessionKeys,
  number: number,
  subject: string,
  { payload, headers }: Message,
): Message {
  const nonce = randomNonce();
  const { content, tag } = seal(key, nonce, payload, besideReply(number, subject, headers));
  return { payload: content, headers: { ...headers, [SEAL_HEADER]: replySealText({ nonce, tag }) } };
}
