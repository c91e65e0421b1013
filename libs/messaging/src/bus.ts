/** A message: bytes (see `encode`) and short printable headers. */
export interface Message {
  readonly payload: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export type RequestHandler = (message: Message) => Promise<Message>;
export type EventHandler = (message: Message, id: string) => Promise<void>;

/**
 * How services call each other and exchange events: `NatsBus` between processes, `InProcessBus` within one. Both pass
 * the same conformance suite, so services work the same on either.
 */
export interface Bus {
  /** Name of the transport in traces (`messaging.system`). */
  readonly system: string;
  /** False while there is no connection to the broker. Requests and events then fail at once. */
  readonly connected: boolean;
  /**
   * Returns the answer of one member of the subject's group. Throws DomainError UNAVAILABLE if nobody listens or the
   * connection is down, DEADLINE_EXCEEDED after `timeoutMs`, PAYLOAD_TOO_LARGE if the message exceeds the limit.
   */
  request(subject: string, message: Message, timeoutMs: number): Promise<Message>;
  /** Serves requests. One member of `group`, on any replica, gets each request. */
  serve(subject: string, group: string, handler: RequestHandler): Promise<void>;
  /**
   * Publishes an event. Resolves when the broker has stored it, or when every consuming group of the process has handled
   * it; rejects otherwise. Publishing the same `id` again is harmless.
   */
  publish(subject: string, id: string, message: Message): Promise<void>;
  /**
   * Consumes an event durably and at least once. One member of the group gets it, and later again if the handler throws
   * or the process dies. After the last delivery the bus's observer is told of a dead letter.
   */
  consume(subject: string, group: string, handler: EventHandler): Promise<void>;
  /** Follows an event. Every replica gets it while connected; missed events are not delivered later. */
  follow(subject: string, handler: EventHandler): Promise<void>;
  /** Accepts no new work, finishes and answers the calls in flight, then closes. */
  stop(): Promise<void>;
}
