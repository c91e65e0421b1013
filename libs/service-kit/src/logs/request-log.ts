import type { Pino } from './logger.js';
import { redactText } from './redact.js';

/** The outcome of a client's request. */
export interface EndedRequest {
  readonly method: string;
  /** The template of the route, since a path may hold names of people. */
  readonly route: string;
  readonly status: number;
  /** May be chosen by the client. */
  readonly requestId: string;
  readonly traceId: string;
  readonly ip: string;
  /** Family and id of a known client. */
  readonly account: string | undefined;
  readonly durationMs: number;
}

/**
 * Writes the log line of every request. It skips the search for secrets, which is too slow here: only the request id is text that
 * a client chose.
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
