/** What travels: bytes (see `encode`) and short printable headers. */
export interface Message {
  readonly payload: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export type RequestHandler = (message: Message) => Promise<Message>;
export type EventHandler = (message: Message, id: string) => Promise<void>;

/**
 * How services of the platform reach each other. `NatsBus` between processes, `InProcessBus` within one; both pass the
 * same conformance suite, so a service cannot tell which one it was given.
 */
export interface Bus {
  /** Name of the transport in traces (`messaging.system`). */
  readonly system: string;
  /** False while the broker is out of reach; requests then fail at once and events are refused. */
  readonly connected: boolean;
  /**
   * One answer of one member of the subject's group. Throws DomainError UNAVAILABLE when nobody listens or the
   * connection is down, DEADLINE_EXCEEDED after `timeoutMs`, PAYLOAD_TOO_LARGE when the message exceeds the limit.
   */
  request(subject: string, message: Message, timeoutMs: number): Promise<Message>;
  /** Answers requests; of all members of `group`, on whatever replica, one gets each request. */
  serve(subject: string, group: string, handler: RequestHandler): Promise<void>;
  /**
   * Resolves when the event is safe: stored by the broker, or handled by every consuming group of the process. Rejects
   * otherwise; publishing the same `id` again is harmless.
   */
  publish(subject: string, id: string, message: Message): Promise<void>;
  /**
   * Durable and at least once: one member of the group gets the event, again and later when the handler throws or the
   * process dies. After the last delivery the event is a dead letter, which the bus's observer is told.
   */
  consume(subject: string, group: string, handler: EventHandler): Promise<void>;
  /** Every replica gets the event while it is connected; nothing is replayed. */
  follow(subject: string, handler: EventHandler): Promise<void>;
  /** Takes no new work, finishes and answers what is in flight, then closes. */
  stop(): Promise<void>;
}
