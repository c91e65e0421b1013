import { setTimeout as pause } from 'node:timers/promises';
import { countByKey } from '#e2e/chaos/count.store.js';
import { keyOf, type Scene, type Write } from '#e2e/chaos/write.js';
import type { Writer } from '#e2e/chaos/write.js';
import { writes } from '#e2e/chaos/writes.js';
import type { Installation } from './installation.ts';

const LIMIT_MS = 15_000;
const TOKEN_MS = 240_000;
const RUN_KINDS = 1_000_000;

/** Writes whose rows are counted afterwards, and how many of ten requests are each; all others read. */
const shares: Readonly<Record<string, number>> = {
  'POST /api/data/': 2,
  'POST /api/v1/attendance/mark/': 1,
  'POST /api/calibration/session/create': 1,
};

interface Kind {
  readonly write: Write;
  readonly number: number;
  next: number;
  readonly acknowledged: Set<number>;
}

/** Requests of a steady rate, whatever the answers; what was acknowledged is compared with what is stored. */
export class Load {
  sent = 0;
  readonly failures: string[] = [];
  private readonly installation: Installation;
  private readonly run = Math.floor(Math.random() * 0x10000)
    .toString(16)
    .padStart(4, '0');
  private readonly kinds: readonly Kind[] = Object.keys(shares).map((operation, number) => ({
    write: writes.find((each) => each.operation === operation)!,
    number,
    next: 0,
    acknowledged: new Set(),
  }));
  private readonly tokens = new Map<Writer, string>();
  private readonly flying = new Set<Promise<void>>();
  private scene: Scene | undefined;
  private stopped = false;
  private loops: Promise<void>[] = [];

  constructor(installation: Installation) {
    this.installation = installation;
  }

  get acknowledged(): number {
    return this.kinds.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  }

  async start(requestsPerSecond: number): Promise<void> {
    await this.logIn();
    this.scene = await this.makeScene();
    this.loops = [this.sendAt(requestsPerSecond), this.stayLoggedIn()];
  }

  /** Sends no more, and waits for what is in flight. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.loops);
    await Promise.all(this.flying);
  }

  /** Returns how many acknowledged writes left no row. */
  async lost(): Promise<number> {
    let lost = 0;
    for (const { write, number, acknowledged } of this.kinds) {
      const indexes = await this.storedBy(write, number);
      lost += [...acknowledged].filter((index) => !indexes.has(index)).length;
    }
    return lost;
  }

  private async storedBy(write: Write, number: number): Promise<ReadonlySet<number>> {
    const { database } = this.installation;
    if (write.countedBy) {
      const values = [write.countedBy.machine(this.scene!), this.scene!.startMs];
      const rows = await database.rows<{ index: number }>(write.countedBy.sql, values);
      return new Set(rows.map(({ index }) => index));
    }
    const [table = ''] = Object.keys(write.leaves);
    const rows = await database.rows<{ key: string }>(countByKey(table, this.run));
    return new Set(rows.map(({ key }) => Number(key.slice(2 + this.run.length, -1)) - number * RUN_KINDS));
  }

  private async sendAt(requestsPerSecond: number): Promise<void> {
    const startedAtMs = performance.now();
    while (!this.stopped) {
      const due = Math.floor(((performance.now() - startedAtMs) / 1000) * requestsPerSecond);
      while (this.sent < due) {
        const sending = this.send(this.sent++).finally(() => this.flying.delete(sending));
        this.flying.add(sending);
      }
      await pause(5);
    }
  }

  private async send(count: number): Promise<void> {
    const tenth = count % 10;
    let until = 0;
    const kind = this.kinds.find(({ write }) => tenth < (until += shares[write.operation]!));
    if (kind === undefined) {
      const path =
        count % 2 === 0 ? `/api/equipment/${this.scene!.machine}/` : `/api/v1/users/${this.scene!.person}/`;
      await this.ask('GET', path, count % 2 === 0 ? 'techtrack' : 'attendance', undefined, 200);
      return;
    }
    const index = kind.next++;
    const [method = '', path = ''] = kind.write.operation.split(' ');
    const body = kind.write.body(keyOf(this.run, kind.number * RUN_KINDS + index), this.scene!, index);
    if (await this.ask(method, path, kind.write.as, body, kind.write.status)) kind.acknowledged.add(index);
  }

  /** Returns whether the answer is as wanted; notes it otherwise. */
  private async ask(
    method: string,
    path: string,
    as: Writer | undefined,
    body: object | undefined,
    wanted: number,
  ): Promise<boolean> {
    const what = `${new Date().toISOString()} ${method} ${path}`;
    try {
      const answer = await this.fetch(method, path, body, as && this.tokens.get(as));
      const text = await answer.text();
      if (answer.status === wanted) return true;
      this.failures.push(`${what}: ${answer.status} ${text.slice(0, 200)}`);
    } catch (error) {
      const { message, cause } = error as Error;
      this.failures.push(`${what}: ${message} ${cause instanceof Error ? cause.message : ''}`);
    }
    return false;
  }

  private fetch(method: string, path: string, body?: object, token?: string): Promise<Response> {
    return fetch(`${this.installation.url}${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
  }

  private async must<T>(method: string, path: string, body: object, as?: Writer): Promise<T> {
    const answer = await this.fetch(method, path, body, as && this.tokens.get(as));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }

  private async logIn(): Promise<void> {
    const { email, password } = this.installation.admin;
    interface Session {
      readonly access: string;
    }
    const attendance = await this.must<Session>('POST', '/api/v1/auth/login/', { email, password });
    const techtrack = await this.must<Session>('POST', '/api/token/', { username: email, password });
    this.tokens.set('attendance', attendance.access).set('techtrack', techtrack.access);
  }

  private async stayLoggedIn(): Promise<void> {
    let loggedInAtMs = performance.now();
    while (!this.stopped) {
      await pause(500);
      if (performance.now() - loggedInAtMs < TOKEN_MS) continue;
      await this.logIn().catch((error: unknown) => this.failures.push(`log-in: ${(error as Error).message}`));
      loggedInAtMs = performance.now();
    }
  }

  private async makeScene(): Promise<Scene> {
    const robot = { equipment_type: 'Robot', model: `Load ${this.run}`, installation_date: '2024-01-01' };
    const { id } = await this.must<{ id: number }>('POST', '/api/equipment/', robot, 'techtrack');
    const person = `LOAD${this.run.toUpperCase()}`;
    const profile = {
      email: `${person}@example.com`,
      first_name: 'L',
      last_name: 'D',
      password: crypto.randomUUID(),
    };
    await this.must('POST', '/api/v1/users/', { employee_id: person, ...profile }, 'attendance');
    /* The person comes by an event of identity. */
    const path = `/api/v1/users/${person}/`;
    while ((await this.fetch('GET', path, undefined, this.tokens.get('attendance'))).status !== 200)
      await pause(100);
    const startMs = Date.now() - 10 * 86_400_000;
    return { machine: id, measuringMachine: id, bulkMachine: id, person, photographs: [], startMs };
  }
}
