import type { FastifyServerOptions } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { requestIdOf } from './requests/client-request.js';
import { DEFAULT_BODY_LIMIT_BYTES } from './bodies/body-parsers.js';
import { ERROR_CODE_HEADER } from './dialects/error-code.js';
import { withoutFormatSuffix } from './families/format-suffix.js';

const SECOND_MS = 1000;

/**
 * Returns the limits in size and time of a connection.
 * @param mayUpgrade says whether a request may switch to another protocol.
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
    /* Against slow loris: 10 s for the headers, 60 s for the whole request. */
    requestTimeout: 60 * SECOND_MS,
    connectionTimeout: 120 * SECOND_MS,
    keepAliveTimeout: 72 * SECOND_MS,
    http: {
      headersTimeout: 10 * SECOND_MS,
      connectionsCheckingInterval: 2 * SECOND_MS,
      /* In bytes, request line and headers together. */
      maxHeaderSize: 16 * 1024,
      /* Node would send an empty answer; `hostProblem` says what is wrong. */
      requireHostHeader: false,
      shouldUpgradeCallback: mayUpgrade,
    },
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest,
  } as FastifyServerOptions;
}

type Unreadable = readonly [status: string, code: string, detail: string];

const statuses: Readonly<Record<string, Unreadable>> = {
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'HEADERS_TOO_LARGE',
    'The address and headers of the request are too large.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'REQUEST_TIMEOUT', 'The request did not arrive in time.'],
};
/* `reason` is a constant of llhttp, e.g. "Invalid character in Content-Length", and quotes nothing that was sent. */
const badRequest = (reason = 'it is not HTTP/1.1'): Unreadable => [
  '400 Bad Request',
  'REQUEST_UNREADABLE',
  `The request could not be read: ${reason}.`,
];

/** Answers on the socket, since an unreadable request never reaches a route. */
function answerBrokenRequest(error: Error & { code?: string; reason?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, code, detail] = statuses[error.code ?? ''] ?? badRequest(error.reason);
  const body = JSON.stringify({ detail });
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${body.length}\r\nconnection: close\r\n${ERROR_CODE_HEADER}: ${code}\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}
