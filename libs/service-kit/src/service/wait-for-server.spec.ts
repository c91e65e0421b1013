import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { waitForServer } from './wait-for-server.js';

const server = { name: 'PostgreSQL', place: 'postgres://localhost/argus', setting: 'DATABASE_URL' };
const warning = (reason: string) =>
  `Waiting for PostgreSQL at postgres://localhost/argus: ${reason}. The start continues when it answers; if DATABASE_URL names a wrong place, stop it and correct that.`;

/** Begins to wait. `failed` reports an attempt, `answered` ends the wait. */
function waiting() {
  const said: string[] = [];
  const end = Promise.withResolvers<string>();
  let failed!: (error: unknown) => void;
  const say = (text: string): void => void said.push(text);
  const result = waitForServer({ log: say, warn: say }, server, (onWaiting) => {
    failed = onWaiting;
    return end.promise;
  });
  return { said, failed, answered: () => (end.resolve('open'), result) };
}

describe('waitForServer', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('waitForServer: a server that answers and is slow is not said to be waited for', async () => {
    const { said, answered } = waiting();
    jest.advanceTimersByTime(60_000);
    expect(await answered()).toBe('open');
    expect(said).toEqual([]);
  });

  it('waitForServer: a failed attempt is said after three seconds, again every half minute, and the end as well', async () => {
    const { said, failed, answered } = waiting();
    failed(Object.assign(new Error(), { code: 'ECONNREFUSED' }));
    jest.advanceTimersByTime(2999);
    expect(said).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(said).toEqual([warning('connection refused')]);
    failed(new Error('the database system is starting up'));
    jest.advanceTimersByTime(30_000);
    await answered();
    expect(said.slice(1)).toEqual([
      warning('the database system is starting up'),
      'PostgreSQL at postgres://localhost/argus answers',
    ]);
  });

  it('waitForServer: an attempt that fails for the first time after three seconds is said at once', async () => {
    const { said, failed, answered } = waiting();
    jest.advanceTimersByTime(5000);
    failed(Object.assign(new Error(), { code: 'ETIMEDOUT' }));
    expect(said).toEqual([warning('no answer')]);
    await answered();
  });
});
