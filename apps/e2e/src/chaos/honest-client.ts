import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosTarget } from './chaos-target.js';
import type { Writer } from './write.js';

/** Account of EyeTracker that the scene registers with the administrator's password. */
export const chaosPilot = 'chaos-pilot';

const ANSWER_LIMIT_MS = 15_000;
const RETRY_MS = 100;
/* Answers that ask for another try: in flight, too many, the gateway or what it needs is away. */
const retried = [409, 429, 502, 503, 504];
/* 409 says that the first try is in flight, or that the write is no longer possible. */
const MAX_CONFLICTS = 100;
/* Far above any recovery: a write that is put off for so long is a fault of the run or of the platform. */
const PATIENCE_MS = 240_000;

export interface Attempted {
  readonly path: string;
  readonly method: string;
  readonly body?: object;
  readonly as?: Writer;
  /** Sent with every try, so that the effect happens once. */
  readonly key?: string;
}

/** A client that repeats a call under the same Idempotency-Key until it knows the answer. */
export class HonestClient {
  readonly tokens = new Map<string, Promise<string>>();
  /** Tries by their answer: a status, or `cut off`. */
  readonly tries = new Map<string, number>();

  constructor(private readonly platform: ChaosTarget) {}

  /** Returns the answer when the status is `wanted`. Throws with any other that asks for no further try. */
  async call(attempted: Attempted, wanted: number): Promise<unknown> {
    const endsAtMs = performance.now() + PATIENCE_MS;
    for (let conflicts = 0; ;) {
      const answer = await this.attempt(attempted);
      this.count(answer === undefined ? 'cut off' : String(answer.status));
      if (answer?.status === wanted) return JSON.parse(answer.text) as unknown;
      if (answer?.status === 409) conflicts++;
      if (answer?.status === 401 && attempted.as) this.tokens.delete(attempted.as);
      else if (answer !== undefined && (conflicts > MAX_CONFLICTS || !retried.includes(answer.status)))
        throw refusal(attempted, answer);
      if (performance.now() > endsAtMs) throw refusal(attempted, answer);
      await pause(RETRY_MS * (1 + Math.random()));
    }
  }

  /** Resolves when the task there is over. Throws if it does not end. */
  async ended(path: string, as: 'attendance'): Promise<void> {
    for (const endsAtMs = performance.now() + PATIENCE_MS; performance.now() < endsAtMs;) {
      const { status } = (await this.call({ method: 'GET', path, as }, 200)) as { status: string };
      if (status === 'completed' || status === 'failed') return;
      await pause(RETRY_MS);
    }
    throw new Error(`${path}: the task does not end`);
  }

  private async attempt({ path, method, body, as, key }: Attempted) {
    try {
      const token = as && (await this.token(as));
      const answer = await fetch(`${this.platform.url}${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      });
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return undefined;
      throw error;
    }
  }

  private token(family: Writer): Promise<string> {
    const known = this.tokens.get(family);
    if (known) return known;
    const { email, password } = this.platform.admin;
    const { path, name } = logIns(email)[family];
    const token = this.call({ path, method: 'POST', body: { ...name, password } }, 200).then(
      (body) => (body as { access: string }).access,
    );
    this.tokens.set(family, token);
    token.catch(() => this.tokens.delete(family));
    return token;
  }

  private count(outcome: string): void {
    this.tries.set(outcome, (this.tries.get(outcome) ?? 0) + 1);
  }
}

const logIns = (
  email: string,
): Readonly<Record<Writer, { readonly path: string; readonly name: object }>> => ({
  attendance: { path: '/api/v1/auth/login/', name: { email } },
  techtrack: { path: '/api/token/', name: { username: email } },
  eyetracker: { path: '/api/accounts/token/', name: { username: chaosPilot } },
});

const refusal = ({ method, path }: Attempted, answer: { status: number; text: string } | undefined): Error =>
  new Error(`${method} ${path}: ${answer ? `${answer.status} ${answer.text.slice(0, 300)}` : 'cut off'}`);
