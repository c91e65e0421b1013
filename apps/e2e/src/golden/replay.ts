import type { HttpAnswer, HttpClient } from '@argus/testing';
import type { Placeholders } from './placeholders.js';
import type { Exchange, RecordedAnswer, RecordedRequest, Recording } from './recording.js';

export interface Replayed {
  readonly equal: number;
  /** Answers that differ on purpose, and as stated. */
  readonly different: number;
  readonly faults: readonly string[];
}

/** Sends the requests of a recording and compares the answers. Removes what it made, even after a fault. */
export async function replay(
  client: HttpClient,
  { before, exchanges, after, mayHaveMore }: Recording,
  placeholders: Placeholders,
): Promise<Replayed> {
  const faults: string[] = [];
  const run = async (part: string, all: readonly Exchange[], hasMore: boolean): Promise<void> => {
    for (const [i, exchange] of all.entries()) {
      const label = `${part} ${i + 1}, ${exchange.request.method} ${exchange.request.path}`;
      const fault = await faultOf(client, exchange, placeholders, hasMore).catch(String);
      if (fault !== undefined) faults.push(`${label}\n    ${fault}`);
    }
  };
  await run('before', before, true);
  await run('exchange', exchanges, mayHaveMore);
  await run('after', after, true);
  const different = exchanges.filter(({ answer, ours }) => answer && ours).length;
  const equal = exchanges.filter(({ ours }) => !ours).length;
  return { equal, different, faults };
}

async function faultOf(
  client: HttpClient,
  { request, answer, ours }: Exchange,
  placeholders: Placeholders,
  mayHaveMore: boolean,
): Promise<string | undefined> {
  const got = await send(client, placeholders.fill(request));
  const theirs = placeholders.copy();
  const fault = differenceOf(ours ?? answer!, got, placeholders, mayHaveMore);
  if (fault !== undefined) return ours ? `${fault} (differs from the original: ${ours.why})` : fault;
  if (ours && answer && differenceOf(answer, got, theirs, mayHaveMore) === undefined)
    return `answers as the original again; remove "ours" (${ours.why})`;
  return undefined;
}

function send(client: HttpClient, request: RecordedRequest): Promise<HttpAnswer> {
  const { method, path, headers = {}, json, text, form } = request;
  if (form) return client.send(method, path, { headers, body: formOf(form) });
  if (text === undefined) return client.send(method, path, { headers, body: json });
  return client.send(method, path, {
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(text),
  });
}

/* A field in the form `(words)` is a file with these words. */
function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    const words = /^\((.*)\)$/.exec(value)?.[1];
    if (words === undefined) form.set(name, value);
    else form.set(name, new Blob([words]), `${name}.jpg`);
  }
  return form;
}

function differenceOf(
  expected: RecordedAnswer,
  got: HttpAnswer,
  placeholders: Placeholders,
  mayHaveMore: boolean,
): string | undefined {
  if (expected.status !== got.status)
    return `status: expected ${expected.status}, got ${got.status} ${JSON.stringify(got.body).slice(0, 300)}`;
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const header = got.headers[name];
    const compared = name === 'content-type' ? header?.split(';')[0] : header;
    const fault = placeholders.faultOf(value, compared, false, name);
    if (fault !== undefined) return fault;
  }
  if (expected.body === undefined) return undefined;
  const body = expected.ownRows ? ownRows(got.body, expected.ownRows, placeholders) : got.body;
  return placeholders.faultOf(expected.body, body, mayHaveMore);
}

function ownRows(
  body: unknown,
  wanted: Readonly<Record<string, string>>,
  placeholders: Placeholders,
): unknown {
  if (!Array.isArray(body)) return body;
  return body.filter((row) =>
    Object.entries(wanted).every(
      ([name, value]) =>
        placeholders.isKnown(value) &&
        (row as Record<string, unknown>)[name] === placeholders.fill<unknown>(value),
    ),
  );
}
