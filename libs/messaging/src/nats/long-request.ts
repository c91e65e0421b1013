import { DomainError } from '@argus/contracts';
import { createInbox, errors, headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import type { Message } from '../bus.js';
import { heartbeatHeader, toNatsHeaders } from './message-headers.js';

/** How a service that works on a long request shows that it lives. */
export interface HeartbeatPolicy {
  readonly everyMs: number;
  /** After this silence the service counts as dead. */
  readonly silenceMs: number;
}

export const defaultHeartbeat: HeartbeatPolicy = { everyMs: 3_000, silenceMs: 15_000 };

const noResponders = 503;
const MIN_EVERY_MS = 20;

interface LongRequest extends Message {
  readonly subject: string;
  readonly timeoutMs: number;
  /** Begins the subject of the answer. */
  readonly inboxPrefix: string;
}

/**
 * Requests and listens for heartbeats until the answer. A service that is killed meanwhile is noticed after a short silence
 * (UNAVAILABLE) instead of at the deadline: the broker tells nobody that a service is gone.
 */
export function requestWithHeartbeats(
  connection: NatsConnection,
  { subject, payload, headers: sent, timeoutMs, inboxPrefix }: LongRequest,
  { everyMs, silenceMs }: HeartbeatPolicy,
  isConnected: () => boolean,
): Promise<Msg> {
  const inbox = createInbox(inboxPrefix);
  return new Promise((resolve, reject) => {
    let silence: NodeJS.Timeout | undefined;
    const end = (settle: () => void): void => {
      clearTimeout(silence);
      clearTimeout(deadline);
      subscription.unsubscribe();
      settle();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        /* Without a broker nothing can be heard; its return says more. */
        if (isConnected()) fail(new DomainError('UNAVAILABLE'));
        else listen();
      }, silenceMs);
    };
    const subscription = connection.subscribe(inbox, {
      callback: (error, message) => {
        if (error) fail(error);
        else if (message.headers?.has(heartbeatHeader)) listen();
        else if (message.headers?.code === noResponders) fail(new errors.NoRespondersError(subject));
        else end(() => resolve(message));
      },
    });
    const deadline = setTimeout(() => fail(new DomainError('DEADLINE_EXCEEDED')), timeoutMs);
    listen();
    const asking = toNatsHeaders(sent) ?? headers();
    asking.set(heartbeatHeader, String(everyMs));
    connection.publish(subject, payload, { reply: inbox, headers: asking });
  });
}

/** Does the work of a request. Sends heartbeats meanwhile if the caller asked for them. */
export async function withHeartbeats<T>(request: Msg, work: () => Promise<T>): Promise<T> {
  const everyMs = Number(request.headers?.get(heartbeatHeader));
  if (!(everyMs > 0)) return work();
  const beat = headers();
  beat.set(heartbeatHeader, '1');
  const beating = setInterval(
    () => {
      try {
        request.respond(undefined, { headers: beat });
      } catch {
        /* The connection is closed, and the caller will notice. */
      }
    },
    Math.max(everyMs, MIN_EVERY_MS),
  );
  try {
    return await work();
  } finally {
    clearInterval(beating);
  }
}
