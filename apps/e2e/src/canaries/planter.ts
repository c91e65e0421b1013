import { randomBytes } from 'node:crypto';
import { type AnyOperation, secretFieldsOf, takesFiles } from '@argus/contracts';
import { HttpClient } from '@argus/testing';
import { planted, secretsIn, validOf } from '@argus/testing/generated';
import fc from 'fast-check';
import { type Known, knownFor } from '../generated/known/index.js';
import { Accounts, password, type Target } from '../generated/targets/accounts.js';
import type { ServedOperation } from '../generated/targets/operations.js';
import { Needles } from './needles.js';
import { photographIn, withComment } from './photograph.js';

type Class = new () => unknown;

interface Sent {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const hasSecrets = (Part: unknown): boolean => Part !== undefined && secretFieldsOf(Part as Class).length > 0;

/** True if clients send or receive a secret by the operation. */
export const isSecretive = ({ operation: { params, query, body, reply } }: ServedOperation): boolean =>
  [params, query, body, reply].some(hasSecrets);

/** Calls operations with secrets that nobody else knows, rightly and wrongly, and remembers secrets and answers. */
export class Planter {
  readonly needles = new Needles();
  /** Answers by operation, without the secrets that their contract promises. */
  readonly answers = new Map<string, string[]>();
  /** Number of requests. */
  requests = 0;
  private readonly client: HttpClient;
  readonly accounts: Accounts;

  constructor(
    private readonly target: Target,
    private readonly seed: number,
  ) {
    this.client = new HttpClient(target.url);
    this.accounts = new Accounts(target);
    this.needles.add('password of accounts', password);
    this.needles.add('password of the administrator', target.admin.password);
  }

  /** Makes a secret of a kind and remembers it. */
  make(kind: string): string {
    const secret = randomBytes(15).toString('hex');
    this.needles.add(kind, secret);
    return secret;
  }

  /** Sends an operation what it accepts, what it refuses, and what nobody should send. */
  async plant(served: ServedOperation, cases: number): Promise<void> {
    const { family, operation } = served;
    if (!isSecretive(served)) return this.plantCredentials(served, { fields: {}, params: {} }, undefined);
    const account = await this.accounts.make(family);
    for (const kind of ['token', 'refresh'] as const)
      this.needles.add(`${kind} of an account`, account[kind]);
    const known = await knownFor(served, { url: this.target.url, account, accounts: this.accounts });
    const bodies = this.bodiesFor(operation, known, cases);
    const token = operation.access.kind === 'public' ? {} : { token: account.token };
    for (const body of bodies) {
      const secretive = this.withSecrets(operation, body);
      await this.send(served, known, { ...token, body: this.remembered(operation, body) });
      await this.send(served, known, { ...token, body: secretive });
      for (const broken of brokenFrom(operation, secretive))
        await this.send(served, known, { ...token, ...broken });
    }
    await this.plantCredentials(served, known, bodies[0]);
  }

  /** Asks something that every kind of record tells of, under a request id and a trace id. */
  async ask(id: string): Promise<void> {
    const headers = { 'x-request-id': id, traceparent: `00-${id}-${id.slice(0, 16)}-01` };
    const sent = { headers, body: { username: 'nobody', password: this.make('password of nobody') } };
    const answer = await this.client.send('POST', '/login', sent);
    this.answers.set('POST /login', [JSON.stringify([answer.headers, answer.body])]);
  }

  private async plantCredentials(served: ServedOperation, known: Known, body: unknown): Promise<void> {
    for (const headers of this.credentials())
      await this.send(served, known, { headers, body }, `?access_token=${this.make('token in a URL')}`);
  }

  private bodiesFor({ body }: AnyOperation, known: Known, cases: number): unknown[] {
    if (!body) return [undefined];
    return fc.sample(validOf(body as Class, known.fields), { numRuns: cases, seed: this.seed });
  }

  private withSecrets({ body: Body }: AnyOperation, body: unknown): unknown {
    if (!Body) return undefined;
    const marked = (value: unknown, field: string): unknown => {
      if (Array.isArray(value)) return value.map((each) => marked(each, field));
      const photograph = photographIn(value);
      return photograph
        ? withComment(value, photograph, this.make(`${field}: comment of a photograph`))
        : this.make(field);
    };
    return planted(Body as Class, body, (_, field, given) => marked(given, field));
  }

  private remembered({ body: Body }: AnyOperation, body: unknown): unknown {
    if (Body) for (const { field, secret } of secretsIn(Body as Class, body)) this.remember(field, secret);
    return body;
  }

  private remember(kind: string, secret: unknown): void {
    if (Array.isArray(secret)) for (const each of secret) this.remember(kind, each);
    else if (typeof secret === 'string' || secret instanceof Uint8Array)
      this.needles.add(kind, photographIn(secret) ?? secret);
  }

  private credentials(): Record<string, string>[] {
    const basic = Buffer.from(`user:${this.make('Basic password')}`).toString('base64');
    return [
      { authorization: `Bearer ${this.make('bad token')}` },
      { authorization: `Basic ${basic}` },
      { 'x-api-key': this.make('bad API key') },
      { cookie: `sessionid=${this.make('cookie')}` },
    ];
  }

  private async send(served: ServedOperation, known: Known, sent: Sent, search = ''): Promise<void> {
    const { operation, method, path } = served;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(known.params[name]?.[0] ?? '1'),
    );
    const { body, ...others } = sent;
    const answer = await this.client.send(method, `${filled}${search}`, {
      ...others,
      ...(body !== undefined && { body: contentOf(operation, body) }),
      ...(typeof body === 'string' && { headers: { ...others.headers, 'content-type': 'application/json' } }),
    });
    this.requests++;
    this.keep(served, answer.status, answer.body, answer.headers);
  }

  private keep(
    { operation, method, path }: ServedOperation,
    status: number,
    body: unknown,
    { 'set-cookie': cookies, ...headers }: Readonly<Record<string, unknown>>,
  ): void {
    for (const cookie of [cookies ?? []].flat() as string[]) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value) this.remember(`cookie ${name}`, value);
    }
    const Reply = operation.reply as Class | undefined;
    let shown = body;
    if (Reply && status < 300 && typeof body === 'object' && body !== null) {
      for (const { field, secret } of secretsIn(Reply, body)) this.remember(field, secret);
      shown = planted(Reply, body, () => undefined);
    }
    const name = `${method} ${path}`;
    this.answers.set(name, [
      ...(this.answers.get(name) ?? []),
      `${status} ${JSON.stringify(headers)} ${typeof shown === 'string' ? shown : JSON.stringify(shown)}`,
    ]);
  }
}

/** Bodies that no operation accepts, with the same secrets: cut off, and with every text in a list. */
function brokenFrom({ body: Body }: AnyOperation, body: unknown): Sent[] {
  if (!Body || takesFiles(Body) || typeof body !== 'object' || body === null) return [];
  const inLists = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, { inside: [value] }]),
  );
  return [
    { body: JSON.stringify(body).slice(0, -1) },
    { body: inLists },
    { body: JSON.stringify(JSON.stringify(body)) },
  ];
}

/** A form if the operation takes files. */
function contentOf({ body: Body }: AnyOperation, body: unknown): unknown {
  if (!Body || !takesFiles(Body) || typeof body !== 'object' || body === null) return body;
  const form = new FormData();
  for (const [name, value] of Object.entries(body))
    form.append(name, value instanceof Uint8Array ? new Blob([Buffer.from(value)]) : String(value));
  return form;
}
