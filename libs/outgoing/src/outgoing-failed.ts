import { errors } from 'undici';

export const failureKinds = ['timeout', 'refused', 'reset', 'tls', 'unreachable', 'not_http'] as const;
export type FailureKind = (typeof failureKinds)[number];

/** The far side was called, or was to be called, and gave no answer. */
export class OutgoingFailed extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly durationMs: number,
    options?: ErrorOptions,
  ) {
    super(sentences[kind], options);
    this.name = 'OutgoingFailed';
  }
}

const sentences: Readonly<Record<FailureKind, string>> = {
  timeout: 'It gave no answer in time',
  refused: 'Nothing listens at that port',
  reset: 'It ended the connection without an answer',
  tls: 'Its certificate is not trusted here, or is not for that name',
  unreachable: 'It cannot be reached from here',
  not_http: 'What it answered is not HTTP',
};

const TLS_CODES = /^(ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO)/;
const kinds: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

/** Returns what an error of a connection means. */
export function kindOf(error: unknown): FailureKind {
  if (error instanceof errors.HTTPParserError) return 'not_http';
  const code = codeOf(error);
  if (TLS_CODES.test(code)) return 'tls';
  return kinds[code] ?? 'unreachable';
}

/** Happy eyeballs throws an AggregateError with one error per address. */
function codeOf(error: unknown): string {
  const { code, errors: each } = error as { code?: unknown; errors?: readonly unknown[] };
  return typeof code === 'string' ? code : each?.[0] === undefined ? '' : codeOf(each[0]);
}
