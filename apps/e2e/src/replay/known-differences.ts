import type { Exchange } from './transcript.js';

export interface KnownDifference {
  readonly matches: (exchange: Exchange) => boolean;
  /** The decision behind it. */
  readonly why: string;
}

const at =
  (method: string, path: RegExp, sent?: RegExp, status?: number) =>
  (exchange: Exchange): boolean =>
    exchange.method === method &&
    path.test(exchange.path) &&
    (sent === undefined || sent.test(exchange.sent ?? '')) &&
    (status === undefined || exchange.status === status);

/** Answers that differ from an original on purpose, by decisions of the contracts. */
export const knownDifferences: readonly KnownDifference[] = [
  { why: 'both slash forms answer directly', matches: ({ status }) => status === 301 || status === 307 },
  { why: 'defect of the original: its failure', matches: ({ status }) => status === 500 },
  { why: 'D1: username counts too', matches: at('POST', /accounts\/(login|token)\/$/, /"username"/, 400) },
  {
    why: 'D2: one object is a list of one',
    matches: at('POST', /\/api\/data\/(ecam|efis|pfd)\/$/, /^\{/, 400),
  },
  { why: 'D13: logout answers 205 with the documented body', matches: at('POST', /^\/logout\/$/) },
  {
    why: 'D14: the documented words for a bad refresh token',
    matches: at('POST', /^\/token\/refresh\/$/, undefined, 401),
  },
  { why: 'D15: the name is optional', matches: at('POST', /^\/signup\/$/, /testuser/, 400) },
  {
    why: 'the document: user name, e-mail and picture of a new account',
    matches: at('POST', /^\/signup\/$/, undefined, 201),
  },
  {
    why: 'the document: a taken user name is reported first',
    matches: at('POST', /^\/signup\/$/, /a@x\.io/, 400),
  },
  {
    why: 'the document: log-in needs no type, its words and fields',
    matches: at('POST', /^\/login\/$/, /username/),
  },
  {
    why: 'Decisions c: a refreshed token keeps working in compat',
    matches: at('POST', /^\/token\/refresh\/$/),
  },
  {
    why: 'on one host /api/data/ecam/ belongs to EyeTracker, which refuses a token of TechTrack',
    matches: (exchange) =>
      at('GET', /ecam\/$/, undefined, 404)(exchange) && exchange.body.includes('Not found.'),
  },
  { why: 'OPTIONS tells what we render', matches: ({ method }) => method === 'OPTIONS' },
];
