import { fieldsOf } from '@argus/contracts';
import type { HttpAnswer, HttpClient } from '@argus/testing';
import { type AccountFamily, familiesWithAccounts } from '../families.js';
import { logInPaths } from '../generated/targets/accounts.js';
import { servedOperations } from '../generated/targets/operations.js';

/** A way to log in: the path of a family, and by which field its contract lets people name themselves. */
export interface LogIn {
  readonly family: AccountFamily;
  readonly path: string;
  readonly by: 'email' | 'username';
}

export const logIns: readonly LogIn[] = familiesWithAccounts.flatMap((family) => {
  const path = logInPaths[family];
  const body = servedOperations.find((each) => each.method === 'POST' && each.path === path)?.operation.body;
  const fields = fieldsOf(body!).map(({ name }) => name);
  return (['email', 'username'] as const)
    .filter((by) => fields.includes(by))
    .map((by) => ({ family, path, by }));
});

/** Tries a wrong password, as a client behind a trusted proxy. */
export const guess = (
  client: HttpClient,
  { path, by }: LogIn,
  name: string,
  address: string,
): Promise<HttpAnswer> =>
  client.post(path, { [by]: name, password: 'a guess' }, { headers: { 'x-forwarded-for': address } });

/** Returns what a client sees of an answer, without what differs between any two answers: its time, its number, seconds left. */
export function seenOf({ status, headers, text }: HttpAnswer): object {
  const {
    date: _,
    'x-request-id': __,
    'x-ratelimit-reset': ___,
    'retry-after': left,
    ...others
  } = headers as Record<string, string>;
  const withoutSeconds = (line: string): string => line.replace(/;t=\d+$/, '');
  return {
    status,
    isWaitTold: left !== undefined,
    text: left === undefined ? text : text.replaceAll(` ${left} `, ' some '),
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name, withoutSeconds(value)])),
  };
}

/** Returns how far two answers are apart in the seconds that they tell to wait. */
export const secondsApart = (one: HttpAnswer, other: HttpAnswer): number =>
  Math.max(
    ...['retry-after', 'x-ratelimit-reset'].map((name) =>
      Math.abs(Number(one.headers[name] ?? 0) - Number(other.headers[name] ?? 0)),
    ),
  );
