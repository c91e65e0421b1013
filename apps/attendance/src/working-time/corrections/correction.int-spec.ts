import { correctionContract, Instant } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  admin,
  type AttendanceReplica,
  principal,
  startAttendance,
} from '../../testing/attendance-fixture.js';
import { WorkingTimeClient } from '../../testing/working-time.js';

const { list, create, decide, withdraw } = correctionContract.operations;
const person = principal(11, 'student', 'P11');
const other = principal(12, 'student', 'P12');

let replica: AttendanceReplica;
let client: WorkingTimeClient;
beforeAll(async () => {
  replica = await startAttendance({ people: [1, 11, 12] });
  client = new WorkingTimeClient(replica);
  const { id } = await client.shift();
  await client.assign('P11', [id]);
});
afterAll(() => replica.stop());

const ask = (timestamp: string, caller = person, more: object = {}) =>
  replica.call(
    create,
    { body: { timestamp: Instant.parse(timestamp)!, reason: 'The reader was broken', ...more } },
    caller,
  );
const decided = (id: string, decision: 'approve' | 'reject', caller = admin) =>
  replica.call(decide, { params: { id }, body: { decision, note: 'Seen' } }, caller);
const status = async (date: string) => (await client.days('P11', date))[0]!.status;

describe('corrections', () => {
  it('a missing punch counts once it is approved, and the day says so', async () => {
    await client.punch('P11', '2026-03-16T09:00:00Z');
    const { id, status: asked, requested_by } = await ask('2026-03-16T17:00:00Z');
    expect([asked, requested_by, await status('2026-03-16')]).toEqual(['open', 'P11', 'incomplete']);
    expect(await decided(id, 'approve')).toMatchObject({
      status: 'approved',
      decided_by: 'ADM001',
      note: 'Seen',
    });
    expect((await client.days('P11', '2026-03-16'))[0]).toMatchObject({
      status: 'present',
      worked_min: 480,
      reasons: [{ text: 'a punch at 17:00 by an approved correction' }],
    });
    await expect(decided(id, 'reject')).rejects.toMatchObject({
      code: 'CORRECTION_DECIDED',
      details: { status: 'approved' },
    });
  });

  it('rejected and withdrawn corrections count for nothing', async () => {
    await client.punch('P11', '2026-03-17T09:00:00Z');
    const [one, two] = [await ask('2026-03-17T17:00:00Z'), await ask('2026-03-17T17:01:00Z')];
    await decided(one.id, 'reject');
    expect(await replica.call(withdraw, { params: { id: two.id } }, person)).toMatchObject({
      status: 'withdrawn',
    });
    expect(await status('2026-03-17')).toBe('incomplete');
  });

  it('of two decisions at once only one counts', async () => {
    const { id } = await ask('2026-03-18T17:00:00Z');
    const results = await Promise.allSettled([
      decided(id, 'approve'),
      decided(id, 'reject'),
      decided(id, 'approve'),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('nobody decides what is their own or what they asked for, and nobody else sees, withdraws or asks for it', async () => {
    const own = await ask('2026-03-19T17:00:00Z', principal(1, 'admin', 'P1'));
    await expect(decided(own.id, 'approve', principal(1, 'admin', 'P1'))).rejects.toMatchObject({
      code: 'CORRECTION_OWN',
    });
    const forOther = await ask('2026-03-19T17:00:00Z', admin, { employee_id: 'P11' });
    await expect(decided(forOther.id, 'approve')).rejects.toMatchObject({ code: 'CORRECTION_OWN' });
    await expect(replica.call(withdraw, { params: { id: forOther.id } }, other)).rejects.toMatchObject({
      code: 'CORRECTION_NOT_FOUND',
    });
    for (const employee_id of ['P11', 'nobody'])
      await expect(ask('2026-03-19T17:00:00Z', other, { employee_id })).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
      });
    const query = { page: 1, page_size: 100 };
    expect((await replica.call(list, { query }, other)).results).toEqual([]);
    const seen = (await replica.call(list, { query }, person)).results;
    expect(new Set(seen.map(({ employee }) => employee.employee_id))).toEqual(new Set(['P11']));
  });

  it('a time that is still to come is refused', async () => {
    await expect(ask('2199-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'TIMESTAMP_IN_FUTURE' });
  });

  it('no more than fifty of a person wait', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 55 }, (_, minute) =>
        ask(`2026-04-01T10:${String(minute).padStart(2, '0')}:00Z`, other),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(50);
    await expect(ask('2026-04-01T12:00:00Z', other)).rejects.toMatchObject({ code: 'TOO_MANY_CORRECTIONS' });
  });
});
