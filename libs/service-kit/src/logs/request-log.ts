import type { Pino } from './logger.js';
import { redactText } from './redact.js';

/** The outcome of a client's request. */
export interface EndedRequest {
  readonly method: string;
  /** The template of the route, since a path may hold names of people. */
  readonly route: string;
  /** The path that the client got wrong, where there is no route. */
  readonly unknownPath?: string | undefined;
  readonly status: number;
  /** May be chosen by the client. */
  readonly requestId: string;
  readonly traceId: string;
  readonly ip: string;
  /** Family and id of a known client. */
  readonly account: string | undefined;
  readonly durationMs: number;
}

const MAX_PATH_LENGTH = 200;

/** Returns a path as text that is safe to log. Its query may hold anything and is left out. */
function shownPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  return redactText(path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}…` : path);
}

/**
 * Writes the log line of every request. It skips the search for secrets, which is too slow here: only the request id and an
 * unknown path are text that a client chose.
 */
export class RequestLog {
  readonly #pino: Pino;

  constructor(logger: Pino) {
    this.#pino = logger.child({ context: 'Http' }, { formatters: { log: (line) => line } });
  }

  write({ method, route, unknownPath, status, requestId, ...line }: EndedRequest): void {
    const shown = unknownPath === undefined ? route : shownPath(unknownPath);
    this.#pino.info({ requestId: redactText(requestId), ...line }, `${method} ${shown} ${status}`);
  }
}
