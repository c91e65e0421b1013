import { type CallContext, type Principal, type ReadingView } from '@argus/contracts';
import { randomNumbers } from '@argus/testing';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { ReadingIngest, type SentReading } from '../../ingest/reading-ingest.service.js';
import { ReadingController } from '../../ingest/reading.controller.js';
import { SeriesController } from '../series/series.controller.js';

let site: Site;
let replicas: ServiceReplica[];
let stopped = false;
const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;
const principal = (accountId: number): Principal => ({
  family: 'techtrack',
  accountId,
  username: 'op',
  role: 'user',
  sessionId: 's',
});
/** A deadline that lets the feed wait 0.1 s for readings. */
const context = (accountId = 1): CallContext => ({
  requestId: 'r',
  deadline: Date.now() + 2100,
  principal: principal(accountId),
});

beforeAll(async () => {
  site = await Site.create();
  replicas = [
    await ServiceReplica.start(equipmentService, { site }),
    await ServiceReplica.start(equipmentService, { site }),
  ];
});

afterAll(async () => {
  stopped = true;
  await Promise.all(replicas.map((replica) => replica.stop()));
  await site.remove();
});

const replica = () => replicas[0]!;
const equipment = async (): Promise<number> =>
  (await replicas[0]!.get(EquipmentController).create({ body: robot })).id;
const now = async () => (await replicas[0]!.get(SeriesController).follow({ query: {} }, context())).cursor;

describe('the live feed', () => {
  it('Live feed: ten followers with 1000 random cuts lose and repeat no reading while two replicas write', async () => {
    const seed = Date.now() % 2 ** 31;
    const random = randomNumbers(seed);
    const [one, other] = [await equipment(), await equipment()];
    const stored: number[] = [];
    let writing = true;
    let cuts = 0;
    const seenByFollower: number[][] = [];
    const write = async (replica: ServiceReplica) => {
      const ingest = replica.get(ReadingIngest);
      while (cuts < 1000 && !stopped) {
        const length = random() < 0.05 ? 250 : Math.ceil(random() * 4);
        const readings = Array.from({ length }, () => timeless(random() < 0.7 ? one : other));
        for (const { id, equipmentId } of await ingest.store(readings))
          if (equipmentId === one) stored.push(id);
      }
    };
    const follow = async (start: string) => {
      const seen: number[] = [];
      seenByFollower.push(seen);
      for (let cursor = start; !stopped;) {
        const finishing = !writing;
        const replica = replicas[random() < 0.5 ? 0 : 1]!;
        const query = { cursor, equipment: one };
        const page = await replica.get(SeriesController).follow({ query }, context());
        /* Cut: the client did not get this reply and asks again with its old cursor. */
        if (random() < 0.6 && !finishing) {
          cuts++;
          continue;
        }
        seen.push(...page.events.map(({ id }: ReadingView) => id));
        cursor = page.cursor;
        if (finishing && page.events.length === 0) return;
      }
    };
    const start = await now();
    const following = Promise.all(Array.from({ length: 10 }, () => follow(start)));
    await Promise.all([...replicas, ...replicas].map(write));
    writing = false;
    await following;
    const inOrder = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);
    for (const seen of seenByFollower)
      expect({ seed, seen: inOrder(seen) }).toEqual({ seed, seen: inOrder(stored) });
    expect(cuts).toBeGreaterThanOrEqual(1000);
  });

  it('Live feed: waits for transactions that began earlier and commit later', async () => {
    const id = await equipment();
    const cursor = await now();
    const { database } = replicas[0]!;
    const slow = database.dataSource.createQueryRunner();
    await slow.connect();
    await slow.startTransaction();
    await slow.query('SELECT pg_current_xact_id()');
    const written = await replicas[1]!.get(ReadingController).create({ body: { ...values, equipment: id } });
    const series = replicas[0]!.get(SeriesController);
    expect((await series.follow({ query: { cursor } }, context())).events).toEqual([]);
    await slow.commitTransaction();
    await slow.release();
    expect((await series.follow({ query: { cursor } }, context())).events).toEqual([written]);
  });

  it('Live feed: a corrected reading comes again with its id, its new values and its quality', async () => {
    const id = await equipment();
    const readings = replica().get(ReadingController);
    const first = await readings.create({ body: { ...values, equipment: id } });
    const cursor = await now();
    const corrected = await readings.change({
      params: { id: first.id },
      body: { temperature: 7, quality: 'uncertain' },
    });
    expect(corrected).toEqual({ ...first, temperature: 7, quality: 'uncertain' });
    const page = await replica().get(SeriesController).follow({ query: { cursor } }, context());
    expect(page.events).toEqual([corrected]);
    expect(first).not.toHaveProperty('quality');
  });

  it('Live feed: cursors of other accounts, changed cursors and invalid ones are refused', async () => {
    const cursor = await now();
    const follow = (text: string, account = 1) =>
      replicas[1]!.get(SeriesController).follow({ query: { cursor: text } }, context(account));
    await expect(follow(cursor)).resolves.toMatchObject({ events: [] });
    const changed = `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const attempt of [follow(cursor, 2), follow(changed), follow('x'), follow('')])
      await expect(attempt).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});

const values = { temperature: 1, speed: 2, pressure: 3 };
const timeless = (equipmentId: number): SentReading => ({
  equipmentId,
  measuredAtUs: null,
  ...values,
  quality: 0,
});
