import type { FastifyServerOptions } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { requestIdOf } from './requests/client-request.js';
import { DEFAULT_BODY_LIMIT_BYTES } from './bodies/body-parsers.js';
import { withoutFormatSuffix } from './families/format-suffix.js';

const SECOND = 1000;

/**
 * What the server takes from a connection, and for how long.
 * @param mayUpgrade whether a request that asks for another protocol may have it.
 */
export function serverOptions(
  trustedProxies: readonly string[],
  mayUpgrade: (request: IncomingMessage) => boolean = () => false,
): FastifyServerOptions {
  return {
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: 200 },
    rewriteUrl: ({ url = '/' }) => withoutFormatSuffix(url),
    bodyLimit: DEFAULT_BODY_LIMIT_BYTES,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: ({ headers }) => requestIdOf(headers),
    /* Who sends his headers drop by drop holds a connection for ten seconds, who does so with a body for a minute. */
    requestTimeout: 60 * SECOND,
    connectionTimeout: 120 * SECOND,
    keepAliveTimeout: 72 * SECOND,
    http: {
      headersTimeout: 10 * SECOND,
      connectionsCheckingInterval: 2 * SECOND,
      /* Request line and headers together. */
      maxHeaderSize: 16 * 1024,
      /* `hostProblem` says what is wrong; Node would answer with nothing. */
      requireHostHeader: false,
      shouldUpgradeCallback: mayUpgrade,
    },
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest,
  } as FastifyServerOptions;
}

const statuses: Readonly<Record<string, readonly [status: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'The address and headers of the request are too large.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not arrive in time.'],
};
/* The parser's own words, e.g. "Invalid character in Content-Length": constants of llhttp, nothing that was sent. */
const badRequest = (reason = 'it is not HTTP/1.1'): readonly [string, string] => [
  '400 Bad Request',
  `The request could not be read: ${reason}.`,
];

/** Said on a connection whose request cannot be read, so that there is no request to answer. */
function answerBrokenRequest(error: Error & { code?: string; reason?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, detail] = statuses[error.code ?? ''] ?? badRequest(error.reason);
  const body = JSON.stringify({ detail });
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}
