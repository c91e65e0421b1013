import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ANSWER_LIMIT_MS = 20_000;
const TASK_LIMIT_MS = 60_000;
const LOOK_MS = 250;
const PHOTOGRAPHS_OF_ENROLMENT = 3;
const PERSON = 'ARGUS-TRIAL';

export interface TrialOptions {
  /** Address of the gateway. */
  readonly url: string;
  /** An administrator of attendance. */
  readonly email: string;
  readonly password: string;
  /** Folder of at least four photographs of one person, as JPEG: three to enrol, the others to recognise. */
  readonly photographs: string;
  readonly report: (line: string) => void;
}

/** An answer that a platform in order does not give. */
export class TrialError extends Error {}

interface Task<R> {
  readonly status: string;
  readonly result: R | null;
}

/**
 * Tries a running platform from its front: logs in, enrols a person, recognises the person on other photographs and removes the person again.
 * @throws TrialError naming the first answer that was not as expected
 */
export async function tryPlatform({
  url,
  email,
  password,
  photographs,
  report,
}: TrialOptions): Promise<void> {
  const pictures = readdirSync(photographs)
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => `data:image/jpeg;base64,${readFileSync(join(photographs, name)).toString('base64')}`);
  if (pictures.length <= PHOTOGRAPHS_OF_ENROLMENT)
    throw new TrialError(
      `${photographs} holds ${pictures.length} photographs; ${PHOTOGRAPHS_OF_ENROLMENT + 1} are needed.`,
    );
  const client = new TrialClient(url);
  await client.logIn(email, password);
  report(`logged in as ${email}`);
  /* One that an interrupted trial left. */
  await client.remove(PERSON);
  try {
    await client.create(PERSON);
    await client.task('enroll', {
      employee_id: PERSON,
      images: pictures.slice(0, PHOTOGRAPHS_OF_ENROLMENT),
      quality_check: false,
    });
    report('enrolled a person');
    for (const image of pictures.slice(PHOTOGRAPHS_OF_ENROLMENT)) {
      const { recognized, employee_id: who } = await client.task<{
        recognized: boolean;
        employee_id: string | null;
      }>('verify', {
        image,
      });
      if (!recognized || who !== PERSON)
        throw new TrialError(`The person was not recognised, but ${who ?? 'nobody'}.`);
      report('recognised the person on another photograph');
    }
  } finally {
    await client.remove(PERSON);
  }
  report('removed the person');
}

class TrialClient {
  private token = '';

  constructor(private readonly url: string) {}

  async logIn(email: string, password: string): Promise<void> {
    const { access } = await this.wanted<{ access: string }>(200, 'POST', '/api/v1/auth/login/', {
      email,
      password,
    });
    this.token = access;
  }

  async create(person: string): Promise<void> {
    const profile = { email: `${person.toLowerCase()}@example.com`, first_name: 'Argus', last_name: 'Trial' };
    await this.wanted(201, 'POST', '/api/v1/users/', {
      employee_id: person,
      password: crypto.randomUUID(),
      ...profile,
    });
  }

  async remove(person: string): Promise<void> {
    const path = `/api/v1/users/${person}/`;
    const { status, text } = await this.ask('DELETE', path);
    if (status !== 204 && status !== 404) throw unexpected('DELETE', path, status, text);
  }

  /** Resolves with the result of a task of faces when it is done. */
  async task<R>(kind: 'enroll' | 'verify', body: object): Promise<R> {
    const queued = await this.wanted<{ task_id: string }>(202, 'POST', `/api/v1/face/${kind}/`, body);
    const path = `/api/v1/face/${kind}/status/${queued.task_id}/`;
    for (
      const endsAtMs = performance.now() + TASK_LIMIT_MS;
      performance.now() < endsAtMs;
      await pause(LOOK_MS)
    ) {
      const { status, result } = await this.wanted<Task<R>>(200, 'GET', path);
      if (status === 'completed' && result !== null) return result;
      if (status === 'failed') throw new TrialError(`The task ${kind} failed: ${JSON.stringify(result)}`);
    }
    throw new TrialError(`The task ${kind} does not end within ${TASK_LIMIT_MS / 1000} s.`);
  }

  private async wanted<T>(status: number, method: string, path: string, body?: object): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (answer.status !== status) throw unexpected(method, path, answer.status, answer.text);
    return JSON.parse(answer.text) as T;
  }

  private async ask(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
    const answer = await fetch(new URL(path, this.url), {
      method,
      headers: {
        ...(this.token !== '' && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    return { status: answer.status, text: await answer.text() };
  }
}

const unexpected = (method: string, path: string, status: number, text: string): TrialError =>
  new TrialError(`${method} ${path}: ${status} ${text.slice(0, 300)}`);
