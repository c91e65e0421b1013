import { type GatewayAuditEvent, Instant } from '@argus/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type UncountedEvent, RepeatedEvents, windowMs } from './repeated-events.js';

const event: UncountedEvent = {
  action: 'login-limited',
  success: false,
  family: 'techtrack',
  operation: 'identity.log-in',
};
let written: (GatewayAuditEvent & { client: string })[];
let isDown: boolean;
let events: RepeatedEvents<string>;

beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 25) });
  written = [];
  isDown = false;
  events = new RepeatedEvents<string>(
    async (seen, client) => {
      if (isDown) throw new Error('the database is away');
      written.push({ ...seen, client });
    },
    () => 'otherClients',
  );
});
afterEach(async () => {
  await events.close();
  jest.useRealTimers();
});

const flood = (times: number, client = 'c1'): void => {
  for (let i = 0; i < times; i++) events.note(event, client, () => client);
};
const wait = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

describe('RepeatedEvents', () => {
  it('RepeatedEvents: the first event is written at once, the rest of the window as one count', async () => {
    flood(1);
    await wait(0);
    flood(999);
    expect(written).toEqual([{ ...event, client: 'c1', times: 1, since: Instant.now(), of_many: false }]);
    await wait(windowMs['login-limited'] - 60_001);
    expect(written).toHaveLength(1);
    await wait(60_001);
    expect(written.map(({ times }) => times)).toEqual([1, 999]);
    flood(1);
    await wait(windowMs['login-limited'] * 2);
    expect(written.map(({ times }) => times)).toEqual([1, 999, 1]);
  });

  it('RepeatedEvents: two hundred clients are counted apart, all others together', async () => {
    const all = (): void => {
      for (let client = 0; client < 10_000; client++) flood(1, `c${client}`);
    };
    all();
    await wait(0);
    expect(written).toHaveLength(201);
    expect(written.at(-1)).toMatchObject({ client: 'otherClients', of_many: true, times: 9800 });
    all();
    await events.close();
    expect(written).toHaveLength(402);
    expect(written.reduce((sum, { times }) => sum + times, 0)).toBe(20_000);
  });

  it('RepeatedEvents: each action and outcome has its own count', async () => {
    flood(1);
    events.note({ ...event, action: 'api-key-used' }, 'c1', () => 'c1');
    events.note({ ...event, action: 'api-key-used', success: true }, 'c1', () => 'c1');
    await wait(0);
    expect(written).toHaveLength(3);
  });

  it('RepeatedEvents: events stay counted while the audit cannot be written', async () => {
    isDown = true;
    flood(3);
    await wait(0);
    const since = Instant.ofMs(Date.now());
    await wait(windowMs['login-limited'] * 2);
    isDown = false;
    await wait(60_000);
    expect(written).toEqual([expect.objectContaining({ times: 3, since })]);
  });

  it('RepeatedEvents: counted events are written on close', async () => {
    flood(1);
    await wait(0);
    flood(4);
    await events.close();
    expect(written.map(({ times }) => times)).toEqual([1, 4]);
  });
});
