import { once } from 'node:events';
import { type AnyOperation, DomainError, type Followed } from '@argus/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from '@fastify/websocket';
import { cursorOf } from './cursor.js';
import { keyOfPrincipal } from '../limits/limit-key.js';

/** Waits a while for events after a cursor and returns them. Throws when the caller may no longer follow. */
export type Next = (cursor: string | undefined) => Promise<Followed>;

const MAX_FOLLOWERS = 1000;
/* One account must not take all connections. */
const MAX_FOLLOWERS_PER_ACCOUNT = 100;
const RECONNECT_AFTER_MS = 1000;
/* WebSocket close codes (RFC 6455, 7.4): going away; the private range for refusals. */
const GOING_AWAY = 1001;
const REFUSED = 4000;

/** Serves feeds without an end, as event streams or WebSockets. */
export class Followers {
  private readonly closing = new AbortController();
  private count = 0;
  private readonly byAccount = new Map<string, number>();
  private readonly asking = new Map<string, Promise<Followed>>();

  /** Ends all feeds. Clients reconnect to another replica with their cursor. */
  close(): void {
    this.closing.abort();
  }

  /** Asks once for all who wait at one cursor. Their answer is one object, so its text is made once, too. */
  shared({ subject }: AnyOperation, query: object, ask: () => Promise<Followed>): Promise<Followed> {
    const place = `${subject} ${JSON.stringify(Object.entries(query).sort())}`;
    const asked = this.asking.get(place);
    if (asked) return asked;
    const asking = ask().finally(() => this.asking.delete(place));
    this.asking.set(place, asking);
    return asking;
  }

  /** Sends an event stream (WHATWG HTML, server-sent events). The first call precedes the headers, so that it can be an error. */
  async sendEvents(next: Next, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const first = await next(cursorOf(request));
    const leave = this.enter(request);
    void reply.hijack();
    const { raw } = reply;
    const gone = new AbortController();
    raw.once('close', () => gone.abort());
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'x-accel-buffering': 'no',
    });
    raw.write(`retry: ${RECONNECT_AFTER_MS}\n\n`);
    const signal = AbortSignal.any([gone.signal, this.closing.signal]);
    try {
      for await (const answer of follow(first, next, signal))
        if (!raw.write(eventText(answer))) await once(raw, 'drain', { signal });
    } catch {
      /* The client left, lost its right or the service failed: on reconnection it learns why. */
    } finally {
      leave();
      raw.end();
    }
    return reply;
  }

  /** Sends one WebSocket message per answer: `{"cursor": "…", "removed": [...], "events": [...]}`. */
  async sendMessages(next: Next, request: FastifyRequest, socket: WebSocket): Promise<void> {
    const gone = new AbortController();
    socket.once('close', () => gone.abort());
    socket.on('error', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.closing.signal]);
    try {
      const first = await next(cursorOf(request));
      const leave = this.enter(request);
      try {
        for await (const answer of follow(first, next, signal)) await sent(socket, messageText(answer));
        socket.close(GOING_AWAY);
      } finally {
        leave();
      }
    } catch (error) {
      socket.close(REFUSED, error instanceof DomainError ? error.code : 'INTERNAL');
    }
  }

  /** Counts a follower. Returns the function that uncounts it. Throws UNAVAILABLE at a limit. */
  private enter({ principal }: FastifyRequest): () => void {
    const account = principal ? keyOfPrincipal(principal) : '';
    const own = this.byAccount.get(account) ?? 0;
    if (this.count >= MAX_FOLLOWERS || own >= MAX_FOLLOWERS_PER_ACCOUNT)
      throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 5 });
    this.count++;
    this.byAccount.set(account, own + 1);
    return () => {
      this.count--;
      const left = this.byAccount.get(account)! - 1;
      if (left > 0) this.byAccount.set(account, left);
      else this.byAccount.delete(account);
    };
  }
}

async function* follow(first: Followed, next: Next, signal: AbortSignal): AsyncGenerator<Followed> {
  for (let answer = first; !signal.aborted; answer = await next(answer.cursor)) yield answer;
}

/** Makes the text of an answer once for all who share it. */
function onceFor(textOf: (answer: Followed) => string): (answer: Followed) => string {
  const texts = new WeakMap<Followed, string>();
  return (answer) => {
    const made = texts.get(answer) ?? textOf(answer);
    texts.set(answer, made);
    return made;
  };
}

/**
 * Only the last event carries the cursor, so that a client which is cut off between two gets both again. A message without data is not an
 * event, but it stores the cursor and keeps the connection alive.
 */
function eventsOf({ cursor, removed = [], events }: Followed): string {
  const id = `id: ${cursor}\n`;
  const data = (list: readonly unknown[]): string =>
    list.length > 0 ? `data: ${JSON.stringify(list)}\n` : '';
  if (removed.length === 0) return `${id}${data(events)}\n`;
  const taken = `event: removed\n${data(removed)}`;
  return events.length === 0 ? `${taken}${id}\n` : `${taken}\n${id}${data(events)}\n`;
}

/** Resolves when the message is handed to the system, so that a slow client gets no more. */
const sent = (socket: WebSocket, message: string): Promise<void> =>
  new Promise((resolve, reject) => socket.send(message, (error) => (error ? reject(error) : resolve())));

const eventText = onceFor(eventsOf);
const messageText = onceFor((answer) => JSON.stringify(answer));
