import { type AnyOperation, takesFiles } from '@argus/contracts';
import { HttpClient, type HttpRequest } from '@argus/testing';
import { invalidOf, type PublishedSchemas, validOf } from '@argus/testing/generated';
import fc from 'fast-check';
import type { Known } from './known/index.js';
import { searchOf } from './search-of.js';
import type { ServedOperation } from './targets/operations.js';
import { Tally } from './tally.js';

export interface FuzzOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly schemas: PublishedSchemas;
  /** Number of requests with valid input, and of requests with invalid input. */
  readonly cases: number;
  readonly seed: number;
  readonly known: Known;
}

export interface FuzzResult {
  readonly valid: Tally;
  readonly invalid: Tally;
  /** Answers that the document does not allow, failures of the platform, accepted invalid input, and the lack of a success. */
  readonly faults: readonly string[];
}

interface Case {
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
}

const MAX_CONCURRENT = 8;
/** Further valid inputs to an operation without a success. */
const MAX_MORE = 300;

const none = fc.constant({});
const asClass = (Class: unknown): new () => unknown => Class as new () => unknown;

/* A made-up identifier must not turn the path into another one. */
const pathText = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map(String),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
);

function pathPart(known: readonly string[] | undefined): fc.Arbitrary<string> {
  if (known === undefined) return pathText;
  return fc.oneof(
    { arbitrary: fc.constantFrom(...known), weight: 9 },
    { arbitrary: pathText, weight: known.includes('nobody') ? 0 : 1 },
  );
}

type Kind = 'valid' | 'invalid';

function casesOf({ params, query, body }: AnyOperation, known: Known, kind: Kind): fc.Arbitrary<Case> {
  const isInvalid = kind === 'invalid';
  const names = [...(params ? Object.keys(fc.sample(validOf(asClass(params)), 1)[0] as object) : [])];
  const input = (Class: unknown, invalid: boolean): fc.Arbitrary<unknown> =>
    invalid ? invalidOf(asClass(Class), known.fields) : validOf(asClass(Class), known.fields);
  /* A query is always an object of texts. */
  const isQuery = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return fc.record({
    params: fc.record(Object.fromEntries(names.map((name) => [name, pathPart(known.params[name])]))),
    query: query ? input(query, isInvalid && !body).filter(isQuery) : none,
    body: body ? input(body, isInvalid) : fc.constant(undefined),
  }) as fc.Arbitrary<Case>;
}

/** Calls one operation many times and checks every answer against the published document. */
export async function fuzzOperation(served: ServedOperation, options: FuzzOptions): Promise<FuzzResult> {
  const { operation } = served;
  const { known, cases, seed } = options;
  const takesInput = operation.body !== undefined || operation.query !== undefined;
  const tallies = { valid: new Tally(), invalid: new Tally() };
  const faults: string[] = [];
  /* Invalid ones first: a valid one may end the session. Without body and query no input can be invalid. */
  for (const kind of takesInput ? (['invalid', 'valid'] as const) : (['valid', 'valid'] as const)) {
    const samples = fc.sample(casesOf(operation, known, kind), { numRuns: cases, seed });
    for (let from = 0; from < samples.length; from += MAX_CONCURRENT) {
      const asked = samples.slice(from, from + MAX_CONCURRENT).map(async (each) => {
        const { status, fault } = await ask(served, each, options);
        tallies[kind].count(status);
        /* Judges bodies only: every value of a query is text, so invalid values may become valid. */
        const isAccepted = kind === 'invalid' && operation.body !== undefined && status < 300;
        const problem = fault ?? (isAccepted ? 'invalid input was accepted' : undefined);
        if (problem !== undefined)
          faults.push(`${kind} ${JSON.stringify(each).slice(0, 300)} → ${status}: ${problem}`);
      });
      await Promise.all(asked);
    }
  }
  const isReached = (): boolean =>
    known.reaches === undefined ? tallies.valid.of(2) > 0 : tallies.valid.counted(known.reaches) > 0;
  /* Few inputs may all miss by chance; hundreds do not. */
  const more = isReached() ? [] : fc.sample(casesOf(operation, known, 'valid'), { numRuns: MAX_MORE, seed });
  for (const each of more) {
    if (isReached()) break;
    const { status, fault } = await ask(served, each, options);
    tallies.valid.count(status);
    if (fault !== undefined) faults.push(`valid ${JSON.stringify(each).slice(0, 300)} → ${status}: ${fault}`);
  }
  if (!isReached()) faults.push(`no valid input succeeded: ${tallies.valid.text()}`);
  if (known.reaches !== undefined && tallies.valid.of(2) > 0)
    faults.push(`known/ says that only ${known.reaches} is reached, but an input succeeded`);
  return { ...tallies, faults };
}

async function ask(
  { method, path, operation }: ServedOperation,
  { params, query, body }: Case,
  { url, token, schemas }: FuzzOptions,
): Promise<{ status: number; fault: string | undefined }> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '1'));
  const answer = await new HttpClient(url).send(method, `${filled}${searchOf(query)}`, {
    ...(token !== undefined && { token }),
    ...(body !== undefined && contentOf(operation, body)),
  });
  const fault =
    answer.status >= 500 && answer.status !== 503
      ? `the platform failed: ${JSON.stringify(answer.body)}`
      : (schemas.faultOf(path, method, answer.status, answer.body) ??
        schemas.faultOfCode(path, method, answer.status, answer.headers['x-error-code']));
  return { status: answer.status, fault };
}

/** Returns the body as JSON, or as a form if the operation takes files. */
function contentOf({ body: Body }: AnyOperation, body: unknown): Pick<HttpRequest, 'headers' | 'body'> {
  const isForm = Body !== undefined && takesFiles(Body) && typeof body === 'object' && body !== null;
  if (!isForm) return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const form = new FormData();
  for (const [name, value] of Object.entries(body))
    form.append(name, value instanceof Uint8Array ? new Blob([Buffer.from(value)]) : String(value));
  return { body: form };
}
