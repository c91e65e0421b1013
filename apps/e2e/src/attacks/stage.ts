import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@argus/testing';
import { Accounts, type Target } from '../generated/targets/accounts.js';
import { freePort } from '@argus/testing/cluster';

export interface Sent {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Address of the sender, one of 127.0.0.0/8. */
  readonly from?: string;
}

interface Fields {
  readonly id?: number;
  readonly key?: string;
  readonly count?: number;
  readonly access?: string;
  readonly refresh?: string;
  readonly next?: unknown;
  readonly previous?: unknown;
}

export interface Answer {
  /** 0 if the connection was closed before an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** What attacks read of an answer; empty if it is no JSON. */
  readonly body: Fields;
}

/** A platform as it is delivered: default profile, default limits, a generated first password, reachable from other machines. */
export class Stage implements Target {
  private addresses = 0;
  private known: Accounts | undefined;
  private readonly admins = new Map<string, Promise<string>>();

  private constructor(
    readonly platform: Platform,
    readonly mqttPort: number,
    /** Whether attacks have the size of the report. */
    readonly isFull: boolean,
  ) {}

  static async open(mode: Platform['mode'], isFull: boolean): Promise<Stage> {
    const mqttPort = await freePort();
    const settings = {
      ...{ ADMIN_PASSWORD: '', HOST: '0.0.0.0', LOG_LEVEL: 'info' },
      ...(mode === 'services' && { MQTT_PORT: String(mqttPort) }),
    };
    return new Stage(await startPlatform({ mode, settings }), mqttPort, isFull);
  }

  close(): Promise<void> {
    return this.platform.stop();
  }

  get url(): string {
    return `http://127.0.0.1:${new URL(this.platform.url).port}`;
  }

  /** The generated first administrator. */
  get admin(): { readonly email: string; readonly password: string } {
    const file = join(this.platform.dataDirectory, 'secrets', 'first-admin.json');
    return JSON.parse(readFileSync(file, 'utf8')) as { email: string; password: string };
  }

  readonly name = (prefix: string): string => `${prefix}${randomBytes(5).toString('hex')}`;

  /** An address that nobody has used before. */
  address(): string {
    this.addresses++;
    return `127.7.${Math.floor(this.addresses / 250)}.${(this.addresses % 250) + 1}`;
  }

  accounts(): Accounts {
    return (this.known ??= new Accounts(this));
  }

  /** A token of the administrator of attendance or TechTrack. */
  adminToken(family: 'attendance' | 'techtrack' = 'attendance'): Promise<string> {
    const { email, password } = this.admin;
    const [path, body]: [string, object] =
      family === 'attendance'
        ? ['/api/v1/auth/login/', { email, password }]
        : ['/api/token/', { username: email, password }];
    const known = this.admins.get(family) ?? this.post(path, { body }).then((answer) => answer.body.access!);
    this.admins.set(family, known);
    return known;
  }

  get = (path: string, sent?: Sent): Promise<Answer> => this.send('GET', path, sent);
  post = (path: string, sent?: Sent): Promise<Answer> => this.send('POST', path, sent);
  delete = (path: string, sent?: Sent): Promise<Answer> => this.send('DELETE', path, sent);

  /** Bytes are sent as they are, everything else as JSON. */
  send(method: string, path: string, { token, headers, body, from }: Sent = {}): Promise<Answer> {
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    return new Promise((resolve) => {
      const call = request(this.url + path, {
        method,
        agent: false,
        localAddress: from,
        headers: {
          ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      });
      call.once('error', () => resolve({ status: 0, headers: {}, text: '', body: {} }));
      call.once('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('close', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode!, headers: answer.headers, text, body: parsed(text) });
        });
      });
      call.end(bytes);
    });
  }
}

function parsed(text: string): Fields {
  try {
    return (JSON.parse(text) ?? {}) as Fields;
  } catch {
    return {};
  }
}
