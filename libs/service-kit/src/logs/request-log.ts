import pino, { type DestinationStream } from 'pino';
import type { Pino } from './logger.js';
import { redactText } from './redact.js';
import { currentService } from './service-scope.js';

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

const { streamSym } = pino.symbols;

/**
 * Writes the log line of every request, past the logger: its search for secrets and its questions after the call are a good part of a
 * short request's time. Only the request id and an unknown path are text that a client chose.
 */
export class RequestLog {
  readonly #destination: DestinationStream;

  constructor(private readonly logger: Pino) {
    this.#destination = (logger as unknown as Record<typeof streamSym, DestinationStream>)[streamSym]!;
  }

  write({ method, route, unknownPath, status, requestId, ...outcome }: EndedRequest): void {
    if (!this.logger.isLevelEnabled('info')) return;
    const shown = unknownPath === undefined ? route : shownPath(unknownPath);
    const line = {
      level: pino.levels.values.info,
      time: new Date().toISOString(),
      context: 'Http',
      service: currentService(),
      requestId: redactText(requestId),
      ...outcome,
      msg: `${method} ${shown} ${status}`,
    };
    this.#destination.write(`${JSON.stringify(line)}\n`);
  }
}
