import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpClient } from '@argus/testing';
import { UnexpectedAnswer } from './unexpected-answer.ts';

export interface Administrator {
  readonly email: string;
  readonly password: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The demo cannot know the administrator. The message says what to do. */
export class NoAdministrator extends Error {
  constructor(why: string) {
    super(`${why} Name an administrator: ADMIN_EMAIL=… ADMIN_PASSWORD=… npm run demo`);
  }
}

/**
 * Returns the administrator of the settings, else the first one, whose password is in a file until somebody has seen it. A platform
 * that `ARGUS_URL` names may be anybody's: it never gets the password of the file.
 */
export function administratorOf({
  ADMIN_EMAIL: email,
  ADMIN_PASSWORD: password,
  ARGUS_URL: elsewhere,
  DATA_DIR = '.argus',
}: Environment): Administrator {
  if (email && password) return { email, password };
  if (email || password) throw new NoAdministrator('ADMIN_EMAIL and ADMIN_PASSWORD go together.');
  if (elsewhere !== undefined)
    throw new NoAdministrator(
      'The first administrator of this folder is not shown to the platform at ARGUS_URL.',
    );
  const file = join(DATA_DIR, 'secrets', 'first-admin.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Administrator;
  } catch {
    throw new NoAdministrator(
      `${file} is not there: npm run user -- first-password removed it, or this is not the platform's folder.`,
    );
  }
}

/** Logs in to attendance; returns the access token. */
export async function logIn(client: HttpClient, administrator: Administrator): Promise<string> {
  const answer = await client.post('/api/v1/auth/login/', administrator);
  if (answer.status === 401)
    throw new NoAdministrator(`The password of ${administrator.email} is another one by now.`);
  if (answer.status !== 200) throw new UnexpectedAnswer(`The login of ${administrator.email}`, answer);
  return (answer.body as { access: string }).access;
}
