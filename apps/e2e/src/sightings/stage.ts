import { randomBytes } from 'node:crypto';
import { eventually, HttpClient, type HttpAnswer, type HttpRequest } from '@argus/testing';
import { AttendanceClient, type User } from '../attendance/attendance-client.js';
import { Accounts, type Target } from '../generated/targets/accounts.js';
import { LiveFeed } from '../techtrack/live-feed.js';

/** A platform as the sightings see it: its administrator asks, and what was made is removed. */
export class Stage {
  readonly client: HttpClient;
  readonly attendance: AttendanceClient;
  private readonly accounts: Accounts;
  private readonly made: string[] = [];

  constructor(readonly target: Target) {
    this.client = new HttpClient(target.url);
    this.attendance = new AttendanceClient(target.url, target.admin);
    this.accounts = new Accounts(target);
  }

  /** Returns a name that no other run uses. */
  name(prefix: string): string {
    return `${prefix}${randomBytes(5).toString('hex')}`;
  }

  /** Sends a request as the administrator of the family that the path belongs to. */
  async ask(method: string, path: string, body?: unknown, more: HttpRequest = {}): Promise<HttpAnswer> {
    const family = path.startsWith('/api/v1/') ? 'attendance' : 'techtrack';
    return this.client.send(method, path, { token: await this.accounts.adminOf(family), body, ...more });
  }

  token(family: 'attendance' | 'techtrack'): Promise<string> {
    return this.accounts.adminOf(family);
  }

  /** Sends what must succeed, and returns the body. Throws with the answer otherwise. */
  async must<T>(method: string, path: string, body?: unknown, more?: HttpRequest): Promise<T> {
    const answer = await this.ask(method, path, body, more);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  /** Follows a live feed of TechTrack as the administrator. */
  async follow<T extends object>(
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LiveFeed<T>> {
    return LiveFeed.open<T>(this.target.url + path, await this.token('techtrack'), headers);
  }

  async machine(fields: object = {}): Promise<number> {
    const press = { equipment_type: 'Manufacturing', model: 'Press 9', installation_date: '2024-03-01' };
    const { id } = await this.must<{ id: number }>('POST', '/api/equipment/', { ...press, ...fields });
    this.made.push(`/api/equipment/${id}/`);
    return id;
  }

  async rule(equipment: number, fields: object): Promise<Rule> {
    const rule = await this.must<Rule>('POST', '/api/rules/', {
      name: this.name('Rule '),
      equipment,
      ...fields,
    });
    this.made.push(`/api/rules/${rule.id}/`);
    return rule;
  }

  /** Stores readings of a machine, oldest first, at moments before now. */
  async readings(equipment: number, rows: readonly object[]): Promise<void> {
    const all = rows.map((row) => ({ equipment, temperature: 20, speed: 1, pressure: 1, ...row }));
    await this.must('POST', '/api/data/bulk/', all);
  }

  /** Waits until the machine has an alarm that `wanted` accepts, as a change of a rule shows within seconds. */
  async alarm(equipment: number, wanted: (alarm: Alarm) => boolean = () => true): Promise<Alarm> {
    const answer = await eventually(
      () => this.alarms(equipment),
      (all) => all.some(wanted),
    );
    return answer.find(wanted)!;
  }

  async alarms(equipment: number): Promise<readonly Alarm[]> {
    const path = `/api/alarms/?equipment=${equipment}`;
    return (await this.must<{ results: readonly Alarm[] }>('GET', path)).results;
  }

  /** Waits until the rules are told anew over what is stored. */
  async settle(equipment: number): Promise<void> {
    /* A rule of its own that must raise shows that the clock ticked after whatever was changed before. */
    const { id } = await this.rule(equipment, { set: { type: 'stale', after_s: 1 }, severity: 'low' });
    await this.alarm(equipment, (alarm) => alarm.rule === id);
  }

  async user(fields: object = {}): Promise<User> {
    const user = await this.attendance.createUser(await this.token('attendance'), { ...fields });
    this.made.push(`/api/v1/users/${user.id}/`);
    return user;
  }

  /** Removes what was made, newest first; accounts are deactivated. */
  async close(): Promise<void> {
    for (const path of this.made.splice(0).reverse()) {
      const { status } = await this.ask('DELETE', path);
      if (status !== 204 && status !== 404) throw new Error(`DELETE ${path}: ${status}`);
    }
  }
}

export interface Rule {
  readonly id: number;
  readonly version: number;
}

export interface Alarm {
  readonly id: number;
  readonly rule: number;
  readonly rule_name: string;
  readonly state: string;
  readonly active: boolean;
}

/** The moment so many milliseconds ago, with the microseconds given. */
export const ago = (ms: number, micros = 0): string =>
  new Date(Date.now() - ms).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
