import { randomUUID } from 'node:crypto';
import { TestSchemas } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../database/database.js';
import { DeadLetters } from './dead-letters.js';

let schemas: TestSchemas;
let one: Database;
let two: Database;

beforeAll(async () => {
  schemas = await TestSchemas.create();
  [one, two] = await Promise.all([schemas.open('one'), schemas.open('two')]);
});
afterAll(() => schemas.remove());

describe('dead letters', () => {
  it('DeadLetters keeps an event that a consumer gave up on, once per consumer and event', async () => {
    const letters = new DeadLetters(one);
    const message = { payload: Buffer.from('payload'), headers: { 'request-id': 'r1' } };
    const letter = {
      subject: 'evt.test.x-happened.v1',
      group: 'g',
      id: randomUUID(),
      message,
      deliveries: 5,
    };
    await letters.keep({ ...letter, error: new Error('never works') });
    await letters.keep({ ...letter, deliveries: 6, error: undefined });
    expect(await letters.count()).toBe(1);
    const [row] = await one.query('SELECT deliveries, error, payload FROM dead_letter');
    expect(row).toMatchObject({
      deliveries: 6,
      error: 'The process died while handling it',
      payload: message.payload,
    });
  });

  it('DeadLetters keeps only the newest letters of a consumer whose events strangers send', async () => {
    const letters = new DeadLetters(one);
    const message = { payload: Buffer.from('x'), headers: {} };
    const keep = (group: string, subject: string, max?: number) =>
      letters.keep({ subject, group, id: randomUUID(), message, deliveries: 1, error: undefined }, max);
    await keep('bus', 's0');
    for (const subject of ['s1', 's2', 's3', 's4', 's5']) await keep('devices', subject, 3);
    const kept = await one.query<{ subject: string }>(
      "SELECT subject FROM dead_letter WHERE consumer IN ('bus', 'devices') ORDER BY subject",
    );
    expect(kept.map(({ subject }) => subject)).toEqual(['s0', 's3', 's4', 's5']);
  });

  it('DeadLetters: a subject that sends without end pushes out its own letters, not those of others', async () => {
    const letters = new DeadLetters(two);
    const message = { payload: Buffer.from('x'), headers: {} };
    const keep = (subject: string) =>
      letters.keep(
        { subject, group: 'fair', id: randomUUID(), message, deliveries: 1, error: undefined },
        10,
      );
    for (const subject of ['a', 'b', 'a', 'b', 'c']) await keep(subject);
    for (let sent = 0; sent < 40; sent++) await keep('flood');
    const kept = await two.query<{ subject: string; count: number }>(
      "SELECT subject, count(*) FROM dead_letter WHERE consumer = 'fair' GROUP BY 1 ORDER BY 1",
    );
    expect(kept).toEqual([
      { subject: 'a', count: 2 },
      { subject: 'b', count: 2 },
      { subject: 'c', count: 1 },
      { subject: 'flood', count: 5 },
    ]);
    await letters.discard();
  });

  it('DeadLetters: only letters that somebody asked for are replayed, oldest first, each once by several replicas, and those that fail again stay', async () => {
    const letters = new DeadLetters(two);
    const keep = async (subject: string): Promise<string> => {
      const id = randomUUID();
      const message = { payload: Buffer.from(subject), headers: { 'request-id': subject } };
      await letters.keep({ subject, group: 'g', id, message, deliveries: 5, error: new Error('first') });
      return id;
    };
    const handled: string[] = [];
    const replay = () =>
      letters.replay('g', ({ subject }) => {
        handled.push(subject);
        return subject === 'bad' ? Promise.reject(new Error('again')) : Promise.resolve();
      });
    for (const subject of ['first', 'second', 'bad', 'third']) await keep(subject);
    await replay();
    expect(handled).toEqual([]);
    expect(await letters.askReplay()).toBe(4);
    await Promise.all([replay(), replay(), replay()]);
    expect(handled.sort()).toEqual(['bad', 'first', 'second', 'third']);
    const [left, ...others] = await letters.newest(10);
    expect([others, left]).toEqual([
      [],
      expect.objectContaining({ subject: 'bad', deliveries: 6, replayAskedAt: null, consumer: 'g' }),
    ]);
    expect([left!.error, String(left!.payload)]).toEqual([expect.stringContaining('again'), 'bad']);
    expect(await letters.find(left!.eventId)).toEqual(left);
    const order: string[] = [];
    for (const subject of ['x', 'y', 'z']) await keep(subject);
    await letters.askReplay();
    await letters.replay('g', async ({ subject }) => void order.push(subject));
    expect([order, await letters.count()]).toEqual([['bad', 'x', 'y', 'z'], 0]);
  });

  it('DeadLetters: a replayed letter whose handler keeps it again is not lost', async () => {
    const letters = new DeadLetters(two);
    const message = { payload: Buffer.from('x'), headers: {} };
    const letter = {
      subject: 's',
      group: 'g',
      id: randomUUID(),
      message,
      deliveries: 1,
      error: new Error('1'),
    };
    await letters.keep(letter);
    await letters.askReplay(letter.id);
    await letters.replay('g', () => letters.keep({ ...letter, error: new Error('still refused') }));
    const [kept] = await letters.newest(1);
    expect([kept?.eventId, kept?.error, kept?.replayAskedAt]).toEqual([
      letter.id,
      expect.stringContaining('still refused'),
      null,
    ]);
    expect([await letters.discard(letter.id), await letters.discard(letter.id)]).toEqual([1, 0]);
  });
});
