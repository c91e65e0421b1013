import {
  attendanceContract,
  checkInContract,
  faceContract,
  Instant,
  type Principal,
  siteContract,
} from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';
import { CheckInRetention } from './check-in-retention.clock.js';

const { create, list } = checkInContract.operations;
const sites = siteContract.operations;
const page = { page: 1, page_size: 100 };
const campus = { latitude: 52.52, longitude: 13.405 };

let replica: AttendanceReplica;
let strict: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ people: [30, 31, 32, 33] });
  strict = await startAttendance({
    people: [30, 31, 32, 33],
    settings: { ATTENDANCE_CHECK_IN_RULES: 'refuse' },
  });
  for (const each of [replica, strict])
    await each.call(
      sites.create,
      { body: { name: 'Campus', everyone: true, circle: { ...campus, radius_m: 100 }, employee_ids: [] } },
      admin,
    );
});
afterAll(async () => {
  await replica.stop();
  await strict.stop();
});

const person = (id: number): Principal => principal(id, 'student', `P${id}`);
const checkIn = (id: number, location: object = campus, more: object = {}, at = replica) => {
  const image = scriptedPhotograph({ faces: [{ subject: String(id) }] });
  const body = { image, location, timestamp: Instant.now(), ...more } as never;
  return at.call(create, { body }, person(id));
};
const ended = (task_id: string, id: number) =>
  eventually(
    () => replica.call(faceContract.operations.verifyStatus, { params: { task_id } }, person(id)),
    ({ status }) => ['completed', 'failed'].includes(status),
  );
const listed = async (employee_id: string, at = replica) =>
  (await at.call(list, { query: { ...page, employee_id } }, admin)).results;

describe('check-in with a telephone', () => {
  it('check-in: selfie and place log the person with the method mobile at the site, as their own report', async () => {
    const { task_id, place } = await checkIn(30, { ...campus, accuracy_m: 12 });
    expect(place).toMatchObject({ outcome: 'accepted', rule: 'inside', site: 'Campus' });
    expect((await ended(task_id, 30)).result).toMatchObject({ recognized: true, attendance_logged: true });
    const query = { ...page, employee_id: 'P30' };
    const { results } = await replica.call(attendanceContract.operations.logs, { query }, admin);
    expect(results).toMatchObject([
      { method: 'mobile', self_reported: true, camera: { id: null, location: 'Campus' } },
    ]);
    expect(await listed('P30')).toMatchObject([
      { task_id, rule: 'inside', location: campus, accuracy_m: 12 },
    ]);
  });

  it('check-in: another face than that of the caller logs nobody, wherever they are', async () => {
    const image = scriptedPhotograph({ faces: [{ subject: null }] });
    const { task_id } = await checkIn(31, campus, { image });
    expect((await ended(task_id, 31)).result).toMatchObject({ recognized: false, attendance_logged: false });
    expect(replica.vision.claims.at(-1)).toBe('31');
  });

  it.each([
    ['a place that is none', { latitude: 52.6, longitude: 13.405 }, {}, 'outside', 'OUTSIDE_SITES'],
    ['a mock position', { ...campus, is_mock: true }, {}, 'mock_location', 'MOCK_LOCATION'],
    [
      'the time of the document',
      campus,
      { timestamp: Instant.parse('2024-03-15T08:45:23Z') },
      'clock_difference',
      'CLOCK_DIFFERENCE',
    ],
  ])(
    'check-in: %s is flagged or refused, as is set, and stands in the list',
    async (_, location, more, rule, code) => {
      const { place } = await checkIn(32, location, more);
      expect(place).toMatchObject({ outcome: 'flagged', rule });
      await expect(checkIn(32, location, more, strict)).rejects.toMatchObject({ code });
      const [newest] = await listed('P32', strict);
      expect(newest).toMatchObject({ outcome: 'refused', rule, task_id: null });
    },
  );

  it('check-in: of two at once from two cities one is impossible, whichever is first', async () => {
    await replica.call(
      sites.create,
      {
        body: {
          name: 'Depot',
          everyone: false,
          circle: { latitude: 48.1, longitude: 11.5, radius_m: 100 },
          employee_ids: ['P33'],
        },
      },
      admin,
    );
    const both = await Promise.all([checkIn(33), checkIn(33, { latitude: 48.1, longitude: 11.5 })]);
    expect(both.map(({ place }) => place.rule).sort()).toEqual(['impossible_travel', 'inside']);
  });

  it('check-in: positions are forgotten after their days, the decision stays', async () => {
    await replica.database.query(`UPDATE check_in SET at = at - interval '8 days'`);
    await replica.get(CheckInRetention).sweep();
    const rows = await listed('P30');
    expect(rows).toMatchObject([{ rule: 'inside', site: 'Campus', location: null, accuracy_m: null }]);
  });
});
