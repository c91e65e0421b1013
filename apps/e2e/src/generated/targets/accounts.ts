import { randomUUID } from 'node:crypto';
import type { Family } from '@argus/contracts';
import { type HttpAnswer, HttpClient } from '@argus/testing';
import { rolesOf } from '@argus/testing/generated';

/** The platform under test. Its administrator has an account in attendance and in TechTrack. */
export interface Target {
  readonly url: string;
  readonly admin: { readonly email: string; readonly password: string };
}

interface Credentials {
  readonly username?: string;
  readonly email?: string;
  readonly password: string;
}

export interface Account {
  readonly id: string;
  /** Name to log in with, if the family uses one; the employee id in attendance. */
  readonly username: string;
  readonly email: string;
  readonly token: string;
  readonly refresh: string;
}

interface Session {
  readonly token: string;
  readonly refresh: string;
}

/** Password of every account that `Accounts` makes. */
export const password = 'a long password of a test';

/* The shortest life of an access token is five minutes. */
const ADMIN_TOKEN_MS = 120_000;

/** Makes accounts of every family over HTTP, as their clients would. */
export class Accounts {
  private readonly client: HttpClient;
  private readonly admins = new Map<Family, { readonly token: Promise<string>; readonly untilMs: number }>();

  constructor(private readonly target: Target) {
    this.client = new HttpClient(target.url);
  }

  /** Creates an account with the role and opens a session. For calibration, which has no accounts, it uses TechTrack's. */
  async make(family: Family, role: string = rolesOf[family][0] ?? ''): Promise<Account> {
    if (family === 'calibration') return this.make('techtrack');
    const username = randomUUID().replaceAll('-', '').slice(0, 18);
    const email = `${username}@example.com`;
    const made = await this.register(family, { username, email, role });
    const session = await this.logIn(family, username);
    return { id: String(made.id ?? accountIn(session.token)), username, email, ...session };
  }

  /** Opens another session of an account that `make` created. */
  logIn(family: Exclude<Family, 'calibration'>, username: string): Promise<Session> {
    return this.open(logInPaths[family], { username, password });
  }

  private async register(
    family: Exclude<Family, 'calibration'>,
    { username, email, role }: { readonly username: string; readonly email: string; readonly role: string },
  ): Promise<Record<string, unknown>> {
    switch (family) {
      case 'attendance': {
        const person = { employee_id: username, email, first_name: 'A', last_name: 'B', role, password };
        return this.createAsAdmin(family, '/api/v1/users/', person);
      }
      case 'techtrack':
        return this.createAsAdmin(family, '/api/users/', { username, password, role });
      case 'eyetracker':
        return this.create('/api/accounts/register/', { username, email, password });
      case 'proctorx':
        return this.create('/signup', { username, email, password, type: role });
    }
  }

  /** Returns a token of the administrator. */
  adminOf(family: 'attendance' | 'techtrack'): Promise<string> {
    const { email, password: secret } = this.target.admin;
    const name = family === 'attendance' ? { email } : { username: email };
    const known = this.admins.get(family);
    if (known && known.untilMs > performance.now()) return known.token;
    const token = this.open(logInPaths[family], { ...name, password: secret }).then((made) => made.token);
    this.admins.set(family, { token, untilMs: performance.now() + ADMIN_TOKEN_MS });
    return token;
  }

  /** Logs in again when a long run has outlived the administrator's token. */
  private async createAsAdmin(
    family: 'attendance' | 'techtrack',
    path: string,
    body: object,
  ): Promise<Record<string, unknown>> {
    const first = await this.client.post(path, body, { token: await this.adminOf(family) });
    if (first.status !== 401) return madeBy(path, first);
    this.admins.delete(family);
    return this.create(path, body, await this.adminOf(family));
  }

  private async create(path: string, body: object, token?: string): Promise<Record<string, unknown>> {
    return madeBy(path, await this.client.post(path, body, token === undefined ? {} : { token }));
  }

  private async open(path: string, body: Credentials): Promise<Session> {
    const answer = await this.client.post(path, body);
    const { access, refresh } = answer.body as { access?: string; refresh?: string };
    if (answer.status !== 200 || access === undefined || refresh === undefined)
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return { token: access, refresh };
  }
}

export const logInPaths: Readonly<Record<Exclude<Family, 'calibration'>, string>> = {
  attendance: '/api/v1/auth/login/',
  techtrack: '/api/token/',
  eyetracker: '/api/accounts/token/',
  proctorx: '/token',
};

function madeBy(path: string, { status, body }: HttpAnswer): Record<string, unknown> {
  if (status !== 201) throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
  return body as Record<string, unknown>;
}

const accountIn = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { user_id?: unknown })
    .user_id;
