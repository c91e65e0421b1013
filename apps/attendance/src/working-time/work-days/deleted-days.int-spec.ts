import { plusDays } from '@argus/calendar';
import { payrollExportContract } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../../testing/attendance-fixture.js';
import { WorkingTimeClient } from '../../testing/working-time.js';

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ people: [11], settings: { ATTENDANCE_LOG_RETENTION_DAYS: '30' } });
});
afterAll(() => replica.stop());

describe('work days of deleted attendance', () => {
  it('a day whose punches are deleted by their age is unknown, not absent, and no payroll export takes it', async () => {
    const client = new WorkingTimeClient(replica);
    const { id } = await client.shift({
      days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    });
    await client.assign('P11', [id], { date_from: '2020-01-01' });
    const today = new Date().toISOString().slice(0, 10);
    const [old, recent] = [plusDays(today, -40), plusDays(today, -20)];
    const status = async (date: string) => (await client.days('P11', date))[0]!.status;
    expect([await status(old), await status(recent)]).toEqual(['unknown', 'absent']);
    const { create } = payrollExportContract.operations;
    const close = (date_from: string, date_to: string) =>
      replica.call(create, { body: { date_from, date_to } }, admin);
    await expect(close(old, recent)).rejects.toMatchObject({ code: 'PERIOD_DELETED' });
    expect((await close(recent, recent)).people).toBe(1);
  });
});
