import { eventually, hangIn } from '@argus/testing';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { HistoryStore } from '../alarms/evaluation/history.store.js';
import { equipmentService } from '../index.js';
import { newRobot, write } from '../testing/alarm-fixture.js';
import { listReadings } from '../testing/list-readings.js';
import { ReadingIngest } from './reading-ingest.service.js';
import { ReadingService } from './reading.service.js';

/* More than the service has connections. */
const CROWD = 14;
const startMs = Math.floor(Date.now() / 1000) * 1000 - 600_000;

let replica: ServiceReplica;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
});

afterAll(() => replica.stop());

/** Returns machines with a reading of each of ten seconds. */
const machines = (count: number): Promise<number[]> =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const id = await newRobot(replica);
      await write(
        replica,
        id,
        Array.from({ length: 10 }, (_, at) => ({ ...values, at: startMs + at * 1000 })),
      );
      return id;
    }),
  );
const values = { temperature: 20, speed: 1, pressure: 1 };
const reading = (equipmentId: number, second: number) => ({
  ...{ ...values, equipmentId, quality: 0, measuredAtUs: (startMs + second * 1000) * 1000 },
});
const LATE = 4.5;
const IN_TIME = 60;

const store = (sender: string, equipmentId: number, second: number, more: object = {}): Promise<string> =>
  replica
    .get(ReadingIngest)
    .store([{ ...reading(equipmentId, second), ...more }], sender)
    .then(
      () => 'OK',
      (error: unknown) => (error as Error).message,
    );
const all = (outcome: string, count: number) => Array.from({ length: count }, () => outcome);

/** Makes replays hang, and returns how many there were when `during` ended. */
async function whileReplaysHang<T>(during: (replays: () => number) => Promise<T>): Promise<T> {
  const { hanging, release } = hangIn(replica.get(HistoryStore), 'readingsSince');
  try {
    return await during(hanging);
  } finally {
    release();
  }
}
const atLeast = (replays: () => number, count: number) =>
  eventually(
    async () => replays(),
    (hung) => hung >= count,
    10,
  );

describe('late readings', () => {
  it('late readings: those of many machines replay two at a time, so that another machine is written to meanwhile', async () => {
    const [quiet, ...flooded] = await machines(1 + CROWD);
    let crowd: Promise<string>[] = [];
    const seen = await whileReplaysHang(async (replays) => {
      crowd = flooded.map((id) => store('flood', id, LATE));
      await atLeast(replays, 2);
      return [await store('other', quiet!, IN_TIME), replays()];
    });
    expect(seen).toEqual(['OK', 2]);
    expect(await Promise.all(crowd)).toEqual(all('OK', CROWD));
  });

  it('late readings: who writes to the machine of one waits without a connection, so that another machine is written to', async () => {
    const [quiet, flooded] = await machines(2);
    let crowd: Promise<string>[] = [];
    const seen = await whileReplaysHang(async (replays) => {
      const late = store('flood', flooded!, LATE);
      await atLeast(replays, 1);
      crowd = [late, ...Array.from({ length: CROWD }, (_, n) => store(`writer ${n}`, flooded!, IN_TIME + n))];
      return store('other', quiet!, IN_TIME);
    });
    expect(seen).toBe('OK');
    expect(await Promise.all(crowd)).toEqual(all('OK', 1 + CROWD));
  });

  it('late readings: senders take turns, so that one with a single reading does not wait for all of another', async () => {
    const [single, ...flooded] = await machines(1 + CROWD);
    const order: string[] = [];
    let everybody: Promise<unknown>[] = [];
    await whileReplaysHang(async (replays) => {
      const ends = (sender: string, id: number) => store(sender, id, LATE).then(() => order.push(sender));
      everybody = flooded.map((id) => ends('flood', id));
      await atLeast(replays, 2);
      everybody.push(ends('single', single!));
    });
    await Promise.all(everybody);
    /* Two run, the next is the flood's, then the single one. */
    expect(order.indexOf('single')).toBeLessThan(6);
  });

  it('late readings: those of a sender for one machine that wait are stored together by one replay, and a refused one fails alone', async () => {
    const [flooded] = await machines(1);
    let crowd: Promise<string>[] = [];
    await whileReplaysHang(async (replays) => {
      const first = store('flood', flooded!, LATE);
      await atLeast(replays, 1);
      crowd = [
        first,
        ...Array.from({ length: 30 }, (_, n) => store('flood', flooded!, LATE + (n + 1) / 100)),
        store('flood', flooded!, LATE, { measurements: { unheard: 1 } }),
      ];
    });
    const replays = jest.spyOn(replica.get(HistoryStore), 'readingsSince');
    expect(await Promise.all(crowd)).toEqual([...all('OK', 31), '1 readings refused']);
    expect(replays.mock.calls.length).toBeLessThanOrEqual(2);
    replays.mockRestore();
    expect(await listReadings(replica, { equipment: flooded! })).toHaveLength(41);
  });

  it('late readings: corrections and removals take turns like them', async () => {
    const [quiet, ...flooded] = await machines(1 + CROWD);
    const ids = await Promise.all(
      flooded.map(async (equipment) => (await listReadings(replica, { equipment }))[4]!.id),
    );
    const service = replica.get(ReadingService);
    let crowd: Promise<unknown>[] = [];
    const seen = await whileReplaysHang(async (replays) => {
      crowd = ids.map((id, n) =>
        n % 2 === 0 ? service.remove(id, 'flood') : service.change(id, { temperature: 5 }, 'flood'),
      );
      await atLeast(replays, 2);
      return [await store('other', quiet!, IN_TIME), replays()];
    });
    expect(seen).toEqual(['OK', 2]);
    await Promise.all(crowd);
  });
});
