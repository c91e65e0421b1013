import { randomBytes } from 'node:crypto';
import { on } from 'node:events';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { adminToken } from './admin-token.js';
import { Leftovers } from './leftovers.js';
import { LiveFeed } from './live-feed.js';

const { url } = sharedPlatform();
const client = new HttpClient(url);
const leftovers = new Leftovers();
afterAll(() => leftovers.remove());
const path = '/api/alarms/live/';

interface Entry {
  readonly action: string;
  readonly severity: string;
  readonly username: string | null;
  readonly alarm: number;
  readonly equipment: number;
}

let token: string;
beforeAll(async () => void (token = await adminToken()));

async function made(collection: string, body: object): Promise<number> {
  const answer = await client.post(collection, body, { token });
  expect([answer.status, answer.body]).toMatchObject([201, {}]);
  leftovers.note(collection, answer.body as { id: number });
  return (answer.body as { id: number }).id;
}

/** A press with an alarm that is medium over 60 °C and critical over 70 °C, below the limits of the shipped rules. */
async function press(): Promise<number> {
  const machine = { equipment_type: 'Manufacturing', model: 'Press 9', installation_date: '2024-03-01' };
  const equipment = await made('/api/equipment/', machine);
  const over = (value: number) => ({ type: 'compare', signal: 'temperature', op: '>', value });
  const escalations = [{ severity: 'critical', when: over(70) }];
  await made('/api/rules/', {
    name: 'Press too hot',
    equipment,
    set: over(60),
    severity: 'medium',
    escalations,
  });
  return equipment;
}

async function measure(equipment: number, temperature: number): Promise<void> {
  const { status } = await client.post(
    '/api/data/',
    { equipment, temperature, speed: 1, pressure: 1 },
    { token },
  );
  expect(status).toBe(201);
}

async function acknowledge(alarm: number): Promise<void> {
  expect((await client.post(`/api/alarms/${alarm}/acknowledge/`, {}, { token })).status).toBe(200);
}

async function account(role: string): Promise<{ id: number; token: string }> {
  const session = { username: `${role}${randomBytes(6).toString('hex')}`, password: 'correct horse battery' };
  const id = await made('/api/users/', { ...session, role });
  const { body } = await client.post('/api/token/', session);
  return { id, token: (body as { access: string }).access };
}

const follow = (query: string, { as = token, cursor = '' } = {}): Promise<LiveFeed<Entry>> =>
  LiveFeed.open(`${url}${path}?${query}`, as, cursor === '' ? {} : { 'last-event-id': cursor });
const actionsOf = (entries: readonly Entry[]): string[] => entries.map(({ action }) => action);

describe('the live feed of alarms', () => {
  it('Alarm feed: one connection tells that an alarm rises, escalates, is acknowledged and returns, as its history does', async () => {
    const equipment = await press();
    const feed = await follow(`equipment=${equipment}`);
    await measure(equipment, 65);
    const [raised] = await feed.until((seen) => seen.length > 0);
    await measure(equipment, 75);
    await acknowledge(raised!.alarm);
    await measure(equipment, 50);
    const later = await feed.until((seen) => actionsOf(seen).includes('return'));
    feed.close();
    const told = [raised!, ...later];
    expect(told.map(({ action, severity }) => [action, severity]).slice(0, 3)).toEqual([
      ['activate', 'medium'],
      ['escalate', 'critical'],
      ['acknowledge', 'critical'],
    ]);
    const { body } = await client.get(`/api/alarms/${raised!.alarm}/history/`, { token });
    const history = (body as { results: object[] }).results.toReversed();
    expect(told).toMatchObject(history);
    expect(told).toHaveLength(history.length);
    expect(new Set(told.map((entry) => entry.equipment))).toEqual(new Set([equipment]));
  });

  it('Alarm feed: a follower that was cut off gets the rest once, by Last-Event-ID, by lastEventId and by WebSocket', async () => {
    const equipment = await press();
    const query = `equipment=${equipment}`;
    const feed = await follow(query);
    await measure(equipment, 65);
    const [{ alarm } = { alarm: 0 }] = await feed.until((seen) => seen.length > 0);
    feed.close();
    const { cursor } = feed;
    await acknowledge(alarm);
    await measure(equipment, 50);
    const rest = ['acknowledge', 'return'];
    for (const again of [await follow(query, { cursor }), await follow(`${query}&lastEventId=${cursor}`)]) {
      expect(actionsOf(await again.until((seen) => seen.length >= rest.length))).toEqual(rest);
      again.close();
    }
    const address = `${url.replace('http', 'ws')}${path}?${query}&cursor=${cursor}`;
    const socket = new WebSocket(address, ['bearer', token]);
    const got: Entry[] = [];
    for await (const [message] of on(socket, 'message') as AsyncIterable<[Buffer]>) {
      got.push(...(JSON.parse(message.toString()) as { events: Entry[] }).events);
      if (got.length >= rest.length) break;
    }
    socket.close();
    expect(actionsOf(got)).toEqual(rest);
  });

  it('Alarm feed: a follower of one machine is told nothing of another, but is kept alive with a newer cursor', async () => {
    const [own, other] = [await press(), await press()];
    const feed = await follow(`equipment=${own}`);
    const begun = feed.cursor;
    await measure(other, 65);
    expect(await feed.next()).toEqual([]);
    expect(feed.cursor).not.toBe(begun);
    await measure(own, 65);
    const told = await feed.until((seen) => seen.length > 0);
    feed.close();
    expect(told.map(({ action, equipment }) => [action, equipment])).toEqual([['activate', own]]);
  });

  it('Alarm feed: a viewer may follow it; without a token and with a cursor of the readings it is refused', async () => {
    const feed = await follow('', { as: (await account('viewer')).token });
    feed.close();
    expect((await client.get(path)).status).toBe(401);
    const refused = await client.get(`/api/data/live/?cursor=${feed.cursor}`, { token });
    expect([refused.status, refused.body]).toEqual([
      400,
      { cursor: ['Not a cursor of this feed; leave it out to follow from now on.'] },
    ]);
  });

  it('Alarm feed: it ends when the sessions of its account are revoked, and the token opens no other', async () => {
    const operator = await account('operator');
    const feed = await follow(`equipment=${await press()}`, { as: operator.token });
    const revoked = await client.delete(`/api/users/${operator.id}/sessions/`, { token });
    expect(revoked.status).toBe(204);
    let told: readonly Entry[] | undefined;
    do told = await feed.next();
    while (told !== undefined);
    expect((await client.get(path, { token: operator.token })).status).toBe(401);
  });
});
