import type { AnyOperation } from '@argus/contracts';
import { HttpClient, invalidOf, type PublishedSchemas, validOf } from '@argus/testing';
import fc from 'fast-check';
import type { ServedOperation } from './operations.js';

export interface FuzzOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly schemas: PublishedSchemas;
  /** Requests with good input, and as many with bad input. */
  readonly cases: number;
  readonly seed: number;
  /** Identifiers that name something in the place of a path parameter. */
  readonly knownIds: readonly string[];
}

export interface FuzzResult {
  readonly valid: number;
  readonly invalid: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers that the document does not allow, answers of the platform's own fault, bad input taken as good. */
  readonly faults: readonly string[];
}

interface Case {
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
}

const AT_ONCE = 8;

const none = fc.constant({});
const asClass = (Class: unknown): new () => unknown => Class as new () => unknown;

/* An identifier in a path must not look like another path. */
const pathText = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map(String),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
);

function casesOf(
  { params, query, body }: AnyOperation,
  knownIds: readonly string[],
  isBad: boolean,
): fc.Arbitrary<Case> {
  const id = knownIds.length > 0 ? fc.constantFrom(...knownIds) : pathText;
  const names = [...(params ? Object.keys(fc.sample(validOf(asClass(params)), 1)[0] as object) : [])];
  const bodyOf = (bad: boolean): fc.Arbitrary<unknown> =>
    body ? (bad ? invalidOf(asClass(body)) : validOf(asClass(body))) : fc.constant(undefined);
  return fc.record({
    params: fc.record(Object.fromEntries(names.map((name) => [name, id]))),
    query: query && !(isBad && !body) ? validOf(asClass(query)) : query ? invalidOf(asClass(query)) : none,
    body: bodyOf(isBad),
  }) as fc.Arbitrary<Case>;
}

/** Asks one operation many times and judges every answer by the published document. */
export async function fuzzOperation(served: ServedOperation, options: FuzzOptions): Promise<FuzzResult> {
  const { operation } = served;
  const good = casesOf(operation, options.knownIds, false);
  /* Where an operation takes nothing that could be bad, all its requests are good ones. */
  const bad = operation.body ? casesOf(operation, options.knownIds, true) : undefined;
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  for (const [kind, arbitrary] of [
    ['valid', good],
    ['invalid', bad ?? good],
  ] as const) {
    const samples = fc.sample(arbitrary, { numRuns: options.cases, seed: options.seed });
    for (let from = 0; from < samples.length; from += AT_ONCE) {
      const asked = samples.slice(from, from + AT_ONCE).map(async (each) => {
        const { status, fault } = await ask(served, each, options);
        statuses[status] = (statuses[status] ?? 0) + 1;
        const taken =
          kind === 'invalid' && bad !== undefined && status < 300 ? 'bad input was taken' : undefined;
        if (fault ?? taken)
          faults.push(`${kind} ${JSON.stringify(each).slice(0, 300)} → ${status}: ${fault ?? taken}`);
      });
      await Promise.all(asked);
    }
  }
  return { valid: options.cases, invalid: options.cases, statuses, faults };
}

async function ask(
  { method, path }: ServedOperation,
  { params, query, body }: Case,
  { url, token, schemas }: FuzzOptions,
): Promise<{ status: number; fault: string | undefined }> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '1'));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
  const answer = await new HttpClient(url).send(method, `${filled}${search && `?${search}`}`, {
    ...(token !== undefined && { token }),
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const fault =
    answer.status >= 500 && answer.status !== 503
      ? `the platform failed: ${JSON.stringify(answer.body)}`
      : schemas.faultOf(path, method, answer.status, answer.body);
  return { status: answer.status, fault };
}
