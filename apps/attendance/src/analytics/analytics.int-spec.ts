import { analyticsContract } from '@argus/contracts';
import { Instant } from '@argus/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { OccupancyStore } from './occupancy.store.js';

let replica: AttendanceReplica;
beforeAll(async () => {
  /* The reset is the start of the day: whenever the test runs, some time of today has passed. */
  replica = await startAttendance({ settings: { OCCUPANCY_RESET_HOUR: '0' } });
  await replica.database.query(
    `INSERT INTO person (account_id, employee_id, name, role, is_active, revision)
     SELECT id, 'P' || id, '', 'student', true, 1 FROM generate_series(1, 5) AS id`,
  );
});
afterAll(() => replica.stop());
beforeEach(() => replica.database.query('DELETE FROM attendance_log'));

const ask = () => replica.call(analyticsContract.operations.realTime, { query: {} }, admin);
type Passage = readonly [person: number, direction: 'in' | 'out' | null];
const pass = (passages: readonly Passage[], at: string) =>
  replica.database.query(
    `INSERT INTO attendance_log (person_id, direction, occurred_at, method, reason)
     SELECT person, direction, $3::timestamptz + turn * interval '1 millisecond', 'manual', 'test'
       FROM unnest($1::int[], $2::text[]) WITH ORDINALITY AS passed (person, direction, turn)`,
    [passages.map(([person]) => person), passages.map(([, direction]) => direction), at],
  );

describe('what happens now', () => {
  it('real time: where nothing tells directions, nobody claims to know who is inside', async () => {
    expect(await ask()).toMatchObject({
      current_occupancy: null,
      today_attendance: 0,
      peak_hour: null,
      avg_processing_time: null,
      system_health: { api_response_time: null, ai_worker_status: 'healthy', queue_size: 0 },
      camera_status: { online: 0, offline: 0, errors: 0, maintenance: 0 },
    });
  });

  it('real time: people, the hour and cameras follow from rows; a camera with a direction makes nobody inside known as zero', async () => {
    await replica.database.query(
      `INSERT INTO camera (id, name, location, direction, status, maintenance, is_active) VALUES
       ('A', 'A', '', 'in', 'online', false, true), ('B', 'B', '', 'none', 'error', false, true), ('C', 'C', '', 'none', 'offline', false, true),
       ('D', 'D', '', 'none', 'online', true, true), ('E', 'E', '', 'none', 'online', false, false)`,
    );
    const told = await ask();
    expect(told.current_occupancy).toBe(0);
    expect(told.camera_status).toEqual({ online: 1, offline: 1, errors: 1, maintenance: 1 });
    const since = told.occupancy_since;
    await pass(
      [
        [1, 'in'],
        [2, 'in'],
        [2, 'out'],
        [3, null],
        [1, 'in'],
        [4, 'out'],
      ],
      since,
    );
    expect(await ask()).toMatchObject({
      current_occupancy: 1,
      entries: 2,
      exits: 1,
      today_attendance: 4,
      peak_hour: '00:00',
    });
    expect((await ask()).system_health.database_connections).toBeGreaterThan(0);
  });

  it('real time: what was before the nightly reset keeps nobody inside', async () => {
    const { occupancy_since } = await ask();
    const before = Instant.ofMs(Date.parse(occupancy_since) - 60_000).toString();
    await pass(
      [
        [1, 'in'],
        [2, 'in'],
      ],
      before,
    );
    await pass([[1, 'out']], occupancy_since);
    expect(await ask()).toMatchObject({ current_occupancy: 0, entries: 0, exits: 0 });
  });

  it('real time: entries minus exits are the people whose last passage was in, whatever cameras missed', async () => {
    const { occupancy_since } = await ask();
    const since = Instant.ofMs(Date.parse(occupancy_since));
    const passages = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom('in', 'out', null)), {
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(passages, async (passed) => {
        await replica.database.query('DELETE FROM attendance_log');
        await pass(passed, occupancy_since);
        const last = new Map(passed.filter(([, direction]) => direction !== null));
        const inside = [...last.values()].filter((direction) => direction === 'in').length;
        const { entries, exits } = await replica.get(OccupancyStore).passages(since);
        expect(entries - exits).toBe(inside);
        expect(exits).toBeLessThanOrEqual(entries);
      }),
      { numRuns: 50 },
    );
  });
});
