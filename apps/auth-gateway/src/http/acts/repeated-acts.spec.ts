import type { GatewayAuditEvent } from '@argus/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Act, RepeatedActs, windowMs } from './repeated-acts.js';

const act: Act = {
  action: 'login-limited',
  success: false,
  family: 'techtrack',
  operation: 'identity.log-in',
};
let written: (GatewayAuditEvent & { who: string })[];
let isDown: boolean;
let acts: RepeatedActs<string>;

beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 25) });
  written = [];
  isDown = false;
  acts = new RepeatedActs<string>(
    async (seen, who) => {
      if (isDown) throw new Error('the database is away');
      written.push({ ...seen, who });
    },
    () => 'anybody',
  );
});
afterEach(async () => {
  await acts.close();
  jest.useRealTimers();
});

const flood = (times: number, client = 'c1'): void => {
  for (let i = 0; i < times; i++) acts.note(act, client, () => client);
};
const wait = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

describe('acts that are repeated', () => {
  it('are written at once, then as one number when the window is over', async () => {
    flood(1);
    await wait(0);
    flood(999);
    expect(written).toEqual([{ ...act, who: 'c1', times: 1, since: new Date(), of_many: false }]);
    await wait(windowMs['login-limited'] - 60_001);
    expect(written).toHaveLength(1);
    await wait(60_001);
    expect(written.map(({ times }) => times)).toEqual([1, 999]);
    flood(1);
    await wait(windowMs['login-limited'] * 2);
    expect(written.map(({ times }) => times)).toEqual([1, 999, 1]);
  });

  it('of two hundred clients are told apart, those of all others counted together', async () => {
    const all = (): void => {
      for (let client = 0; client < 10_000; client++) flood(1, `c${client}`);
    };
    all();
    await wait(0);
    expect(written).toHaveLength(201);
    expect(written.at(-1)).toMatchObject({ who: 'anybody', of_many: true, times: 9800 });
    all();
    await acts.close();
    expect(written).toHaveLength(402);
    expect(written.reduce((sum, { times }) => sum + times, 0)).toBe(20_000);
  });

  it('are told apart by what they are', async () => {
    flood(1);
    acts.note({ ...act, action: 'api-key-used' }, 'c1', () => 'c1');
    acts.note({ ...act, action: 'api-key-used', success: true }, 'c1', () => 'c1');
    await wait(0);
    expect(written).toHaveLength(3);
  });

  it('stay counted while they cannot be written', async () => {
    isDown = true;
    flood(3);
    await wait(0);
    const since = new Date();
    await wait(windowMs['login-limited'] * 2);
    isDown = false;
    await wait(60_000);
    expect(written).toEqual([expect.objectContaining({ times: 3, since })]);
  });

  it('are written when the process ends', async () => {
    flood(1);
    await wait(0);
    flood(4);
    await acts.close();
    expect(written.map(({ times }) => times)).toEqual([1, 4]);
  });
});
