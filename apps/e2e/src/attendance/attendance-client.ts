import { randomBytes } from 'node:crypto';
import { eventually, HttpClient } from '@argus/testing';
import type { Photograph } from '@argus/testing/photographs';

export interface Session {
  readonly access: string;
  readonly refresh: string;
  readonly user: { readonly id: number; readonly email: string; readonly role: string };
}

export interface User {
  readonly id: number;
  readonly employee_id: string;
  readonly email: string;
  readonly password: string;
}

export interface Task<R> {
  readonly task_id: string;
  readonly status: 'queued' | 'processing' | 'completed' | 'failed';
  readonly result: R | null;
  readonly processing_time: number | null;
}

const password = 'correct horse battery staple';

export const dataUrl = (bytes: Uint8Array, type = 'image/jpeg'): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

export const dataUrlOf = async (photograph: Photograph): Promise<string> => dataUrl(await photograph.read());

/** A client of attendance that follows its document. */
export class AttendanceClient {
  readonly http: HttpClient;

  constructor(
    url: string,
    private readonly admin: { readonly email: string; readonly password: string },
  ) {
    this.http = new HttpClient(url);
  }

  async login(
    credentials: { readonly email: string; readonly password: string } = this.admin,
  ): Promise<Session> {
    const { email, password: secret } = credentials;
    const { status, body } = await this.http.post('/api/v1/auth/login/', { email, password: secret });
    if (status !== 200) throw new Error(`The login of ${email} answered ${status} ${JSON.stringify(body)}`);
    return body as Session;
  }

  /** Creates a user whom no other test knows. */
  async createUser(token: string, profile: Readonly<Record<string, unknown>> = {}): Promise<User> {
    const employee_id = `T${randomBytes(6).toString('hex').toUpperCase()}`;
    const email = `${employee_id.toLowerCase()}@argus.example`;
    const given = { employee_id, email, first_name: 'Ada', last_name: 'Lovelace', password, ...profile };
    const { status, body } = await this.http.post('/api/v1/users/', given, { token });
    if (status !== 201) throw new Error(`Creating a user answered ${status} ${JSON.stringify(body)}`);
    return { ...(body as User), password };
  }

  /** Creates a user whom no other test knows, and logs in as them. */
  async createUserWithToken(token: string, role: string): Promise<User & { readonly token: string }> {
    const user = await this.createUser(token, { role });
    return { ...user, token: (await this.login(user)).access };
  }

  /** Removes the people of `npm run demo`, whose faces are those of the tests; the demo makes them anew. */
  async removeDemo(token: string): Promise<void> {
    const { body } = await this.http.get('/api/v1/users/?search=%40demo.example&page_size=100', { token });
    for (const { id, email } of (body as { results: User[] }).results) {
      if (!email.endsWith('@demo.example')) continue;
      const { status } = await this.http.delete(`/api/v1/users/${id}/`, { token });
      if (![204, 404].includes(status)) throw new Error(`Removing ${email} answered ${status}`);
    }
  }

  /** Sends a task, which is answered with 202, and waits for its end. */
  async work<R>(kind: 'enroll' | 'verify' | 'bulk-verify', token: string, request: object): Promise<Task<R>> {
    const { status, body } = await this.http.post(`/api/v1/face/${kind}/`, request, { token });
    if (status !== 202) throw new Error(`${kind} answered ${status} ${JSON.stringify(body)}`);
    return this.finished(kind, token, (body as Task<R>).task_id);
  }

  async finished<R>(
    kind: 'enroll' | 'verify' | 'bulk-verify',
    token: string,
    taskId: string,
  ): Promise<Task<R>> {
    const { body } = await eventually(
      () => this.http.get(`/api/v1/face/${kind}/status/${taskId}/`, { token }),
      /* 503 asks the client to retry. */
      ({ status, body: task }) =>
        status === 200 ? ['completed', 'failed'].includes((task as Task<R>).status) : status !== 503,
    );
    return body as Task<R>;
  }
}
