import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import supertest from 'supertest';
import { Made } from './made.js';

/** The answer of supertest. `body` is parsed if its content type is JSON, else it is text. */
export type HttpAnswer = Omit<supertest.Response, 'body'> & { readonly body: unknown };

export interface HttpRequest {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, bytes and forms are sent unchanged, everything else as JSON. */
  readonly body?: unknown;
}

/** What this process made on the platform at E2E_BASE_URL. */
export const made = new Made();

/* Other people use the platform, too. */
const MAX_BUSY_MS = 60_000;

const remoteUrl = process.env.E2E_BASE_URL?.replace(/\/+$/, '');

/**
 * A supertest client of a running platform, local or remote. It follows no redirect. At the remote platform of a run it waits where
 * that asks it to (429, and a minute in all where it is busy, 503), and notes what it makes.
 */
export class HttpClient {
  constructor(readonly baseUrl: string) {}

  async send(
    method: string,
    path: string,
    request: HttpRequest = {},
    busyUntilMs = Date.now() + MAX_BUSY_MS,
  ): Promise<HttpAnswer> {
    const answer = await this.ask(method, path, request);
    if (this.baseUrl !== remoteUrl) return answer;
    const waitS = Number(answer.headers['retry-after']);
    const isBusy = answer.status === 503 && Date.now() < busyUntilMs;
    if ((answer.status === 429 || isBusy) && waitS > 0) {
      await sleep(waitS * 1000);
      return this.send(method, path, request, busyUntilMs);
    }
    made.note({ method, path, token: request.token, body: request.body }, answer.status, answer.body);
    return answer;
  }

  private async ask(method: string, path: string, request: HttpRequest): Promise<HttpAnswer> {
    const { token, headers = {}, body } = request;
    const { type, bytes } = await encoded(body);
    const test = supertest(this.baseUrl)[method.toLowerCase() as 'get'](path);
    if (type !== undefined) void test.set('content-type', type);
    if (token !== undefined) void test.auth(token, { type: 'bearer' });
    /* Without this serializer supertest would encode bytes again if their content type is JSON. */
    if (bytes) void test.serialize((sent) => sent as unknown as string).send(bytes as unknown as string);
    return test.set(headers).buffer(true).parse(read);
  }

  get(path: string, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('GET', path, request);
  }
  post(path: string, body?: unknown, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('POST', path, { ...request, body });
  }
  put(path: string, body?: unknown, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('PUT', path, { ...request, body });
  }
  patch(path: string, body?: unknown, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('PATCH', path, { ...request, body });
  }
  delete(path: string, request?: HttpRequest): Promise<HttpAnswer> {
    return this.send('DELETE', path, request);
  }
}

async function encoded(body: unknown): Promise<{ type?: string | undefined; bytes?: Buffer }> {
  if (body === undefined) return {};
  if (body instanceof Uint8Array) return { bytes: Buffer.from(body) };
  if (typeof body !== 'string' && !(body instanceof FormData))
    return { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) };
  const form = new Response(body);
  return {
    type: form.headers.get('content-type') ?? undefined,
    bytes: Buffer.from(await form.arrayBuffer()),
  };
}

function read(answer: supertest.Response, done: (error: Error | null, body: unknown) => void): void {
  const message = answer as unknown as IncomingMessage & { text: string };
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('error', (error) => done(error, undefined));
  message.on('end', () => {
    message.text = Buffer.concat(chunks).toString();
    const isJson = /[/+]json\b/.test(message.headers['content-type'] ?? '') && message.text !== '';
    done(null, isJson ? JSON.parse(message.text) : message.text);
  });
}
