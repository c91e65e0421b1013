import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loginOf, provision, type Waiting, whenReachable } from '@argus/persistence';
import { makeDataDirectory } from './data-directory.js';
import { secretsDirectory } from './data-key.js';
import { generatedSecret } from './generated-secret.js';

interface Place {
  readonly DATA_DIR: string;
  readonly DATABASE_LOGINS_DIR: string | undefined;
}

export interface LoginOptions {
  /** Waits until Postgres answers. */
  readonly waiting?: Waiting;
  /** Age at which audit events may be deleted; null for never, undefined for what the launcher said last. */
  readonly keptDays?: number | null;
}

/**
 * Makes the login and the schemas of each service by the owner's URL, and returns the URL by which the service of a schema logs in. The
 * passwords are generated once and kept in the folder of the logins.
 */
export async function databaseLogins(
  ownerUrl: string,
  settings: Place,
  schemas: readonly string[],
  { waiting, keptDays }: LoginOptions = {},
): Promise<(schema: string) => string> {
  const passwordOf = loginPasswords(settings);
  const make = () => provision(ownerUrl, schemas, passwordOf, keptDays);
  await (waiting ? whenReachable(waiting, make) : make());
  return (schema) => loginOf(ownerUrl, schema, passwordOf);
}

/** Returns the password of a role, generated once and kept in the folder of the logins. */
export function loginPasswords(settings: Place): (role: string) => string {
  const folder = settings.DATABASE_LOGINS_DIR ?? join(secretsDirectory(settings), 'database');
  if (settings.DATABASE_LOGINS_DIR === undefined) makeDataDirectory(settings);
  return (role) =>
    generatedSecret(join(folder, encodeURIComponent(role)), () => randomBytes(24).toString('base64url'))
      .secret;
}
