import { randomUUID } from 'node:crypto';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { logInPaths } from '../generated/targets/accounts.js';

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};
const medianOf = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]!;

/** Welch's t of two samples. */
const welch = (one: readonly number[], other: readonly number[]): number =>
  (meanOf(one) - meanOf(other)) / Math.sqrt(varianceOf(one) / one.length + varianceOf(other) / other.length);

/**
 * Times wrong passwords, turn about at an account that exists and at one that does not. It uses the shared platform, whose limits are
 * too high to refuse a try before its password is checked.
 */
export async function stopwatch(
  tries: number,
): Promise<{ readonly medianMs: readonly [number, number]; readonly t: number }> {
  const { url, admin } = sharedPlatform();
  const client = new HttpClient(url);
  const [real, invented] = [randomUUID().slice(0, 18), randomUUID().slice(0, 18)];
  const { body } = await client.post(logInPaths.attendance, admin);
  /* It never logs in here, as a victim never logged in at the attacker's place. */
  const person = { employee_id: real, email: `${real}@example.com`, first_name: 'A', last_name: 'B' };
  const made = await client.post(
    '/api/v1/users/',
    { ...person, role: 'student', password: 'a long password of a test' },
    { token: (body as { access: string }).access },
  );
  if (made.status !== 201) throw new Error(`No account to time: ${made.status}`);
  const time = async (username: string): Promise<number> => {
    const startedAtMs = performance.now();
    const { status } = await client.post(logInPaths.attendance, { username, password: 'a guess' });
    if (status !== 401) throw new Error(`A try was answered ${status}`);
    return performance.now() - startedAtMs;
  };
  const [there, nowhere]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < tries; turn++) {
    const [first, second] = turn % 2 ? [real, invented] : [invented, real];
    const ms = [await time(first), await time(second)] as const;
    there.push(ms[turn % 2 ? 0 : 1]);
    nowhere.push(ms[turn % 2 ? 1 : 0]);
  }
  return { medianMs: [medianOf(there), medianOf(nowhere)], t: welch(there, nowhere) };
}
