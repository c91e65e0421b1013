import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
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
const password = 'correct horse battery';

async function operator(): Promise<string> {
  const username = `op${randomBytes(6).toString('hex')}`;
  await client.post('/api/users/', { username, password }, { token: await adminToken() });
  const answer = await client.post('/api/token/', { username, password });
  return (answer.body as { access: string }).access;
}

async function robot(): Promise<number> {
  const body = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' };
  const { status, body: made } = await client.post('/api/equipment/', body, { token });
  expect(status).toBe(201);
  leftovers.note('/api/equipment/', made as { id: number });
  return (made as { id: number }).id;
}

let token: string;
beforeAll(async () => void (token = await operator()));

const startMs = Date.now() - 3_600_000;
const rows = (equipment: number, length: number) =>
  Array.from({ length }, (_, at) => ({
    equipment,
    temperature: 20 + at / 100,
    speed: 100,
    pressure: 1,
    measured_at: new Date(startMs + at * 100).toISOString(),
  }));
const ndjson = (all: readonly object[]): string => all.map((row) => `${JSON.stringify(row)}\n`).join('');
const bulk = (body: string | Uint8Array, headers: Record<string, string>) =>
  client.send('POST', '/api/data/bulk/', { token, headers, body });
const asNdjson = { 'content-type': 'application/x-ndjson' };

describe('readings in bulk', () => {
  it('readings keep the microseconds of their times, sent one by one or in bulk', async () => {
    const equipment = await robot();
    const moments = ['2026-01-05T10:00:00.600001Z', '2026-01-05T10:00:00.600002Z'];
    const reading = (measured_at: string, temperature: number) => ({
      equipment,
      temperature,
      speed: 1,
      pressure: 1,
      measured_at,
    });
    for (const [i, moment] of moments.entries()) {
      const { status, body } = await client.post('/api/data/', reading(moment, i), { token });
      expect([status, body]).toMatchObject([201, { timestamp: moment, temperature: i }]);
    }
    const batch = await client.post('/api/data/bulk/', [reading(moments[0]!, 9)], { token });
    expect(batch.body).toMatchObject({ stored: 0, duplicates: 1 });
  });

  it('readings in bulk are accepted as JSON, NDJSON and gzipped CSV, and stored once', async () => {
    const id = await robot();
    const sent = rows(id, 1000);
    const made = await bulk(ndjson(sent), asNdjson);
    expect([made.status, made.body]).toEqual([
      201,
      { received: 1000, stored: 1000, duplicates: 0, conflicts: 0 },
    ]);
    const again = await bulk(JSON.stringify(sent), { 'content-type': 'application/json' });
    expect([again.status, again.body]).toEqual([
      201,
      { received: 1000, stored: 0, duplicates: 1000, conflicts: 0 },
    ]);
    const csv = `equipment,temperature,speed,pressure\n${`${id},1,2,3\n`.repeat(5)}`;
    const headers = {
      'content-type': 'text/csv',
      'content-encoding': 'gzip',
      'idempotency-key': randomUUID(),
    };
    for (let time = 0; time < 2; time++) {
      const packed = await bulk(gzipSync(csv), headers);
      expect([packed.status, packed.body]).toEqual([
        201,
        { received: 5, stored: 5, duplicates: 0, conflicts: 0 },
      ]);
    }
    const { body } = await client.get(`/api/data/?equipment=${id}`, { token });
    expect(body).toHaveLength(1005);
  });

  it('readings in bulk: one invalid row refuses all, with its place and reason, and nothing is stored', async () => {
    const id = await robot();
    const bad = await bulk(ndjson([...rows(id, 2), { equipment: 987_654_321 }]), asNdjson);
    expect([bad.status, bad.body]).toEqual([
      400,
      {
        rows: {
          3: {
            temperature: ['This field is required.'],
            speed: ['This field is required.'],
            pressure: ['This field is required.'],
          },
        },
      },
    ]);
    const cut = gzipSync(ndjson(rows(id, 500))).subarray(0, 200);
    const broken = await bulk(cut, { ...asNdjson, 'content-encoding': 'gzip' });
    expect([broken.status, broken.body]).toEqual([400, { detail: 'The gzip stream is damaged or cut off.' }]);
    expect((await bulk('x', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await client.send('POST', '/api/data/bulk/', { headers: asNdjson, body: '{}' })).status).toBe(
      401,
    );
    expect((await client.get('/api/data/bulk/', { token })).status).toBe(405);
    const { body } = await client.get(`/api/data/?equipment=${id}`, { token });
    expect(body).toEqual([]);
  });

  const size = 200 * 1024 * 1024;
  const upload = (headers: object): ClientRequest =>
    request(`${url}/api/data/bulk/`, {
      method: 'POST',
      headers: { ...asNdjson, authorization: `Bearer ${token}`, ...headers },
    });
  const statusOf = async (sending: ClientRequest): Promise<number | undefined> => {
    const [{ statusCode }] = (await once(sending, 'response')) as [IncomingMessage];
    sending.destroy();
    return statusCode;
  };

  it('readings in bulk: a declared 200 MB is refused before any byte of the body', async () => {
    const sending = upload({ 'content-length': size });
    sending.flushHeaders();
    expect(await statusOf(sending)).toBe(413);
  });

  it('readings in bulk: an undeclared 200 MB is refused before half of it is sent', async () => {
    const sending = upload({ 'transfer-encoding': 'chunked' });
    let sentBytes = 0;
    const piece = Buffer.alloc(64 * 1024, ' ');
    const pieces = function* () {
      for (; sentBytes < size; sentBytes += piece.length) yield piece;
    };
    const ended = pipeline(Readable.from(pieces()), sending).catch(() => undefined);
    expect(await statusOf(sending)).toBe(413);
    await ended;
    expect(sentBytes).toBeLessThan(size / 2);
  });
});

describe('readings of a range', () => {
  it('readings of a range are exported, aggregated and downsampled', async () => {
    const id = await robot();
    await bulk(ndjson(rows(id, 25_000)), asNdjson);
    const csv = await client.get(`/api/data/export/?equipment=${id}`, { token });
    expect(csv.headers['content-disposition']).toBe('attachment; filename="readings.csv"');
    expect((csv.body as string).trimEnd().split('\r\n')).toHaveLength(25_001);
    const head = await client.send('HEAD', `/api/data/export/?equipment=${id}`, { token });
    expect([head.status, head.text ?? '']).toEqual([200, '']);
    const days = await client.get(
      `/api/data/aggregate/?equipment=${id}&interval=day&time_zone=Asia/Kolkata`,
      { token },
    );
    expect(days.body).toMatchObject({
      interval: 'day',
      time_zone: 'Asia/Kolkata',
      from: expect.stringMatching(/T18:30:00Z$/),
    });
    const hours = await client.get(`/api/data/aggregate/?equipment=${id}&bucket=3600`, { token });
    expect(hours.body).toMatchObject({ bucket: 3600, resolution: { source: 'hours', readings: 25_000 } });
    const path = `/api/data/downsample/?equipment=${id}&metric=temperature&points=100`;
    const thin = (await client.get(path, { token })).body as { points: unknown[]; points_dropped: number };
    expect(thin.points.length + thin.points_dropped).toBe(25_000);
  });
});

/** Follows readings from a cursor, or from now on. */
const follow = (path: string, cursor?: string): Promise<LiveFeed<object>> =>
  LiveFeed.open(url + path, token, cursor === undefined ? {} : { 'last-event-id': cursor });

describe('the live feed', () => {
  it('live feed: it resumes where it was cut, by event stream and WebSocket, and loses and doubles no reading', async () => {
    const id = await robot();
    const path = `/api/data/live/?equipment=${id}`;
    const begun = await follow(path);
    begun.close();
    const post = (temperature: number) =>
      client.post('/api/data/', { equipment: id, temperature, speed: 1, pressure: 1 }, { token });
    const first = (await post(1)).body;
    const one = await follow(path, begun.cursor);
    expect(await one.until((seen) => seen.length > 0)).toEqual([first]);
    one.close();
    const second = (await post(2)).body;
    const third = (await post(3)).body;
    const socket = new WebSocket(`${url.replace('http', 'ws')}${path}&cursor=${one.cursor}`, [
      'bearer',
      token,
    ]);
    const got: object[] = [];
    while (got.length < 2) {
      const [message] = (await once(socket, 'message')) as [Buffer];
      got.push(...(JSON.parse(message.toString()) as { events: object[] }).events);
    }
    expect(socket.protocol).toBe('bearer');
    socket.close();
    expect(got).toEqual([second, third]);
  });

  it('live feed: readings that are deleted and moved, and a machine that is removed, leave it by events of the name removed', async () => {
    const [id, other] = [await robot(), await robot()];
    const values = { temperature: 1, speed: 1, pressure: 1 };
    const stored = async () =>
      ((await client.post('/api/data/', { equipment: id, ...values }, { token })).body as { id: number }).id;
    const [deleted, moved] = [await stored(), await stored()];
    const feed = await follow(`/api/data/live/?equipment=${id}`);
    const changes = [
      await client.delete(`/api/data/${deleted}/`, { token }),
      await client.patch(`/api/data/${moved}/`, { equipment: other }, { token }),
      await client.delete(`/api/equipment/${id}/`, { token }),
    ];
    expect(changes.map(({ status }) => status)).toEqual([204, 200, 204]);
    expect(await feed.until(() => feed.removed.length >= 3)).toEqual([]);
    feed.close();
    const removed = [deleted, moved, null].map((reading) => ({ id: reading, equipment: id }));
    expect(feed.removed).toEqual(removed);
    const address = `${url.replace('http', 'ws')}/api/data/live/?equipment=${other}&cursor=${feed.cursor}`;
    await client.delete(`/api/data/${moved}/`, { token });
    const socket = new WebSocket(address, ['bearer', token]);
    let told: { removed?: object[] } = {};
    while (told.removed === undefined) {
      const [message] = (await once(socket, 'message')) as [Buffer];
      told = JSON.parse(message.toString()) as typeof told;
    }
    socket.close();
    expect(told).toMatchObject({ removed: [{ id: moved, equipment: other }], events: [] });
  });

  it('live feed: it refuses callers without a token and a cursor that was changed', async () => {
    const begun = await follow('/api/data/live/');
    begun.close();
    const changed = begun.cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    const refused = await client.get(`/api/data/live/?cursor=${changed}`, { token });
    expect([refused.status, refused.body]).toEqual([
      400,
      { cursor: ['Not a cursor of this feed; leave it out to follow from now on.'] },
    ]);
    expect((await client.get('/api/data/live/')).status).toBe(401);
  });
});
