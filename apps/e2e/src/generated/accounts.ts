import { randomUUID } from 'node:crypto';
import type { Family } from '@argus/contracts';
import { HttpClient, rolesOf } from '@argus/testing';

/** The platform under test; its administrator is one of attendance and of TechTrack. */
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
  /** What it logs in with, where its family asks for a username (attendance: the employee id). */
  readonly username: string;
  readonly token: string;
  readonly refresh: string;
}

/** Of every account that `Accounts` makes. */
export const password = 'a long password of a test';

/** Makes accounts of every family over HTTP, as their clients would. */
export class Accounts {
  private readonly client: HttpClient;
  private readonly admins = new Map<Family, Promise<string>>();

  constructor(private readonly target: Target) {
    this.client = new HttpClient(target.url);
  }

  /** A new account with the role and a session of it. */
  async make(family: Family, role: string = rolesOf[family][0] ?? ''): Promise<Account> {
    const name = randomUUID().replaceAll('-', '').slice(0, 18);
    const email = `${name}@example.com`;
    switch (family) {
      case 'attendance': {
        const person = { employee_id: name, email, first_name: 'A', last_name: 'B', role, password };
        const { id } = await this.create('/api/v1/users/', person, await this.adminOf(family));
        return this.logIn('/api/v1/auth/login/', { username: name, password }, String(id));
      }
      case 'techtrack': {
        const { id } = await this.create(
          '/api/users/',
          { username: name, password, role },
          await this.adminOf(family),
        );
        return this.logIn('/api/token/', { username: name, password }, String(id));
      }
      case 'eyetracker':
        await this.create('/api/accounts/register/', { username: name, email, password });
        return this.logIn('/api/accounts/token/', { username: name, password });
      case 'proctorx':
        await this.create('/signup', { username: name, email, password, type: role });
        return this.logIn('/token', { username: name, password });
      case 'calibration':
        return { id: '0', username: '', token: '', refresh: '' };
    }
  }

  private adminOf(family: 'attendance' | 'techtrack'): Promise<string> {
    const { email, password: secret } = this.target.admin;
    const known =
      this.admins.get(family) ??
      (family === 'attendance'
        ? this.logIn('/api/v1/auth/login/', { email, password: secret })
        : this.logIn('/api/token/', { username: email, password: secret })
      ).then(({ token }) => token);
    this.admins.set(family, known);
    return known;
  }

  private async create(path: string, body: object, token?: string): Promise<Record<string, unknown>> {
    const answer = await this.client.post(path, body, token === undefined ? {} : { token });
    if (answer.status !== 201)
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as Record<string, unknown>;
  }

  private async logIn(path: string, body: Credentials, id?: string): Promise<Account> {
    const answer = await this.client.post(path, body);
    const { access, refresh } = answer.body as { access?: string; refresh?: string };
    if (answer.status !== 200 || access === undefined || refresh === undefined)
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return { id: id ?? String(accountIn(access)), username: body.username ?? '', token: access, refresh };
  }
}

const accountIn = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { user_id?: unknown })
    .user_id;
