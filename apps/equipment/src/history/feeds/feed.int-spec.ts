import type {
  CallContext,
  FollowedReadings,
  FollowReadingsQuery,
  Principal,
  ReadingView,
} from '@argus/contracts';
import { randomNumbers } from '@argus/testing';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { ReadingIngest } from '../../ingest/reading-ingest.service.js';
import { isStored } from '../../readings/values/reading-outcome.js';
import type { SentReading } from '../../ingest/sent-reading.js';
import { ReadingController } from '../../ingest/reading.controller.js';
import { complete } from '../../testing/complete.js';
import { listReadings } from '../../testing/list-readings.js';
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
const after = (query: FollowReadingsQuery, at = 0): Promise<FollowedReadings> =>
  replicas[at]!.get(SeriesController).follow({ query }, context());
/** Returns all that was written before. */
const told = async (query: FollowReadingsQuery): Promise<FollowedReadings> => {
  await complete(replica().database);
  return after(query);
};
/** Returns the position behind all that was written before. */
const now = async (): Promise<string> => (await told({})).cursor;

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
        for (const { id, equipmentId } of (await ingest.store(readings)).filter(isStored))
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

  it('Live feed: followers that began at different places come to one cursor with the next reading, so that they can share calls', async () => {
    const id = await equipment();
    const early = await now();
    await replica()
      .get(ReadingController)
      .create({ body: { ...values, equipment: await equipment() } });
    const late = await now();
    expect(late).not.toBe(early);
    const waiting = [early, late, late].map((cursor) =>
      replica()
        .get(SeriesController)
        .follow({ query: { cursor, equipment: id } }, { ...context(), deadline: Date.now() + 6000 }),
    );
    const written = await replica()
      .get(ReadingController)
      .create({ body: { ...values, equipment: id } });
    const pages = await Promise.all(waiting);
    expect(pages.map(({ events }) => events)).toEqual([[written], [written], [written]]);
    expect(new Set(pages.map(({ cursor }) => cursor)).size).toBe(1);
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
    expect((await after({ cursor })).events).toEqual([]);
    await slow.commitTransaction();
    await slow.release();
    expect((await told({ cursor })).events).toEqual([written]);
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
    expect((await told({ cursor })).events).toEqual([corrected]);
    expect(first).not.toHaveProperty('quality');
  });

  it('Live feed: a deleted reading is told as removed to who follows its machine or all, once', async () => {
    const id = await equipment();
    const readings = replica().get(ReadingController);
    const { id: reading } = await readings.create({ body: { ...values, equipment: id } });
    const cursor = await now();
    await readings.remove({ params: { id: reading } });
    const removed = [{ id: reading, equipment: id }];
    for (const query of [{ cursor }, { cursor, equipment: id }]) {
      const page = await told(query);
      expect(page).toMatchObject({ removed, events: [] });
      const later = await after({ ...query, cursor: page.cursor });
      expect(later).toEqual({ cursor: later.cursor, events: [] });
    }
    expect(await after({ cursor, equipment: await equipment() })).not.toHaveProperty('removed');
  });

  it('Live feed: a reading that moves to another machine leaves the followers of the one and comes to those of the other', async () => {
    const [from, to] = [await equipment(), await equipment()];
    const readings = replica().get(ReadingController);
    const { id: reading } = await readings.create({ body: { ...values, equipment: from } });
    const cursor = await now();
    const moved = await readings.change({ params: { id: reading }, body: { equipment: to } });
    const removed = [{ id: reading, equipment: from }];
    expect(await told({ cursor, equipment: from })).toMatchObject({ removed, events: [] });
    expect(await told({ cursor })).toMatchObject({ removed, events: [moved] });
    const arrived = await told({ cursor, equipment: to });
    expect(arrived).toEqual({ cursor: arrived.cursor, events: [moved] });
    const back = await readings.change({ params: { id: reading }, body: { equipment: from } });
    expect((await told({ cursor: arrived.cursor, equipment: to })).removed).toEqual([
      { id: reading, equipment: to },
    ]);
    expect(await after({ cursor, equipment: from })).toMatchObject({ removed, events: [back, back] });
  });

  it('Live feed: followers that put in and take out what they are told hold the readings that the list shows, in any cuts', async () => {
    const seed = Date.now() % 2 ** 31;
    const random = randomNumbers(seed);
    const machines = [await equipment(), await equipment()];
    const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const start = await now();
    const create = (machine: number, readings = replica().get(ReadingController)) =>
      readings.create({ body: { ...values, equipment: machine } });
    const changes = async (readings: ReadingController): Promise<void> => {
      const own: number[] = [];
      for (let step = 0; step < 40; step++) {
        if (own.length < 3 || random() < 0.3) own.push((await create(any(machines), readings)).id);
        else if (random() < 0.3)
          await readings.remove({ params: { id: own.splice(Math.floor(random() * own.length), 1)[0]! } });
        else await readings.change({ params: { id: any(own) }, body: { equipment: any(machines) } });
      }
    };
    const newest = new Map<number, number>();
    const hold = async (equipment: number): Promise<ReadingView[]> => {
      const held = new Map<number | null, ReadingView>();
      for (let cursor = start; !stopped && !held.has(newest.get(equipment) ?? null);) {
        const page = await after({ cursor, equipment }, random() < 0.5 ? 0 : 1);
        if (random() < 0.5) continue;
        for (const removed of page.removed ?? []) held.delete(removed.id);
        for (const reading of page.events) held.set(reading.id, reading);
        cursor = page.cursor;
      }
      return [...held.values()].sort((a, b) => a.id - b.id);
    };
    const holding = Promise.all(machines.map(hold));
    await Promise.all(replicas.map((each) => changes(each.get(ReadingController))));
    /* What came before is told before these. */
    for (const machine of machines) newest.set(machine, (await create(machine)).id);
    const listed = await Promise.all(
      machines.map((machine) => listReadings(replica(), { equipment: machine })),
    );
    expect({ seed, held: await holding }).toEqual({ seed, held: listed });
  });

  it('Live feed: with a machine its followers and those of all are told that its readings are gone', async () => {
    const id = await equipment();
    const other = await equipment();
    await replica()
      .get(ReadingController)
      .create({ body: { ...values, equipment: id } });
    const cursor = await now();
    await replica().get(EquipmentController).remove({ params: { id } });
    const removed = [{ id: null, equipment: id }];
    expect(await told({ cursor })).toMatchObject({ removed, events: [] });
    const page = await told({ cursor, equipment: id });
    expect(page).toMatchObject({ removed, events: [] });
    for (const query of [
      { cursor, equipment: other },
      { cursor: page.cursor, equipment: id },
    ])
      expect(await after(query)).not.toHaveProperty('removed');
  });

  it('Live feed: changed cursors and invalid ones are refused, and any account takes a cursor', async () => {
    const cursor = await now();
    const follow = (text: string, account = 1) =>
      replicas[1]!.get(SeriesController).follow({ query: { cursor: text } }, context(account));
    for (const account of [1, 2])
      await expect(follow(cursor, account)).resolves.toMatchObject({ events: [] });
    const changed = `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const attempt of [follow(changed), follow('x'), follow('')])
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
