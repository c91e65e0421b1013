import { randomBytes } from 'node:crypto';
import {
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  NoRespondersError,
  type PermissionViolationError,
  TimeoutError,
} from '@nats-io/transport-node';
import { roundUp } from '../time-limit.js';
import { calleeOf, inboxOf, repliesOf } from './subjects.js';

interface Pending {
  readonly subject: string;
  resolve(reply: Msg): void;
  reject(error: Error): void;
}

const NO_RESPONDERS = 503;

/**
 * Sends requests and receives their replies. The client's own requests use one inbox for all; here every callee has an
 * inbox of its own, so that a right to answer is a right to answer for oneself only.
 */
export class ReplyInbox {
  readonly #pending = new Map<string, Pending>();
  /* No other service learns it, so none can aim somebody's reply at a request of this one. */
  readonly #token = randomBytes(16).toString('base64url');
  #sent = 0;

  constructor(
    private readonly connection: NatsConnection,
    private readonly service: string,
  ) {
    connection.subscribe(`${inboxOf(service)}.*.${this.#token}.*`, {
      callback: (error, reply) => (error ? this.close(error) : this.#received(reply)),
    });
  }

  /** Rejects with NoRespondersError, TimeoutError (from a second on up to 50 ms late), or the broker's refusal. */
  request(
    subject: string,
    payload: Uint8Array,
    headers: MsgHdrs | undefined,
    timeoutMs: number,
  ): Promise<Msg> {
    const inbox = `${repliesOf(this.service, calleeOf(subject))}.${this.#token}.${(this.#sent++).toString(36)}`;
    return new Promise<Msg>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(inbox);
        reject(new TimeoutError());
      }, roundUp(timeoutMs));
      const end = () => {
        clearTimeout(timer);
        this.#pending.delete(inbox);
      };
      this.#pending.set(inbox, {
        subject,
        resolve: (reply) => {
          end();
          resolve(reply);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      });
      /* Throws when the connection is closed; the promise then rejects, and the timer finds nothing. */
      this.connection.publish(subject, payload, { reply: inbox, ...(headers && { headers }) });
    });
  }

  /** The broker refused a message. Nobody will answer it. */
  refused(error: PermissionViolationError): void {
    for (const pending of this.#pending.values())
      if (error.operation === 'publish' && pending.subject === error.subject) pending.reject(error);
  }

  close(error: Error = new Error('the connection is closed')): void {
    for (const pending of this.#pending.values()) pending.reject(error);
  }

  #received(reply: Msg): void {
    const pending = this.#pending.get(reply.subject);
    if (reply.data.length === 0 && reply.headers?.code === NO_RESPONDERS)
      pending?.reject(new NoRespondersError(pending.subject));
    else pending?.resolve(reply);
  }
}
