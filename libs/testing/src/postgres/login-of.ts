import { createHash } from 'node:crypto';
import { loginOf as urlOf, provision } from '@argus/persistence';

/** Makes the login and the schemas of a service in a test's database. Returns its URL, the same in every process. */
export async function loginOf(
  superuserUrl: string,
  schema: string,
  keptDays?: number | null,
): Promise<string> {
  const passwordOf = (role: string): string =>
    createHash('sha256').update(`${superuserUrl} ${role}`).digest('base64url');
  await provision(superuserUrl, [schema], passwordOf, keptDays);
  return urlOf(superuserUrl, schema, passwordOf);
}
