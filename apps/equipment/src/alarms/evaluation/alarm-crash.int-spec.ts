import { startNats, type TestNats } from '@argus/testing';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runBreaches } from '../../testing/breach-run.js';

/** Below the limit of a test, so that a failure shows what is missing. A busy machine takes a multiple of the usual 10 s. */
const LIMIT_MS = 150_000;

let place: TestDatabase;
let nats: TestNats;

beforeAll(async () => {
  place = await createDatabase();
  nats = await startNats();
});

afterAll(async () => {
  await nats.stop();
  await place.drop();
});

/* The run of full size (10 000 breaches, bus down for a minute) is `npm run breaches`. */
describe('alarms while service and broker are killed', () => {
  it('every breach is found once and at its time, with one open alarm, one alert and an event', async () => {
    const breaches = 400;
    const result = await runBreaches({
      databaseUrl: place.url,
      nats,
      breaches,
      readingsPerSecond: 200,
      killAfter: [160, 640],
      busDown: { after: 300, forMs: 1000 },
      limitMs: LIMIT_MS,
    });
    expect(result).toMatchObject({
      kills: 2,
      readingsStored: breaches * 2,
      breaches,
      onTime: breaches,
      openAlarms: breaches,
      machinesWithoutOneOpenAlarm: 0,
      alerts: breaches,
      alarmsAnnounced: breaches,
    });
    expect(result.readingsResent).toBeGreaterThan(0);
  });
});
