import type { Pino } from './logger.js';
import { redactText } from './redact.js';

/** How a request of a client ended. */
export interface EndedRequest {
  readonly method: string;
  /** The template, never the path: that may hold names of people. */
  readonly route: string;
  readonly status: number;
  /** May be the client's own. */
  readonly requestId: string;
  readonly traceId: string;
  readonly ip: string;
  /** Family and id, where the client is known. */
  readonly account: string | undefined;
  readonly durationMs: number;
}

/**
 * The line of every request. It is written so often that it goes past the search for secrets which other lines take: only the
 * request id is text that a client chose.
 */
export class RequestLog {
  readonly #pino: Pino;

  constructor(logger: Pino) {
    this.#pino = logger.child({ context: 'Http' }, { formatters: { log: (line) => line } });
  }

  write({ method, route, status, requestId, ...line }: EndedRequest): void {
    this.#pino.info({ requestId: redactText(requestId), ...line }, `${method} ${route} ${status}`);
  }
}
