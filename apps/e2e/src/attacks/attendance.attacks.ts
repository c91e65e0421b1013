import { eventually } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { AttendanceClient, dataUrlOf } from '../attendance/attendance-client.js';
import { type Attack, means } from './attack.js';
import { audited } from './database.store.js';
import type { Stage } from './stage.js';

/* The audit hears of acts by events. */
const AUDIT_LIMIT_MS = 20_000;
const franck = portraitsOf('franck');

/** A student of whom a face is enrolled, and another student. */
async function students(stage: Stage) {
  const client = new AttendanceClient(stage.url, stage.admin);
  const admin = await stage.adminToken();
  const victim = await client.createUser(admin);
  const friend = await client.createUser(admin);
  const images = await Promise.all(franck.slice(0, 3).map(dataUrlOf));
  const { employee_id } = victim;
  const enrolled = await client.work<{ success: boolean }>('enroll', admin, { employee_id, images });
  means(enrolled.result?.success === true, `no enrolment: ${JSON.stringify(enrolled)}`);
  return {
    ...{ client, admin, victim },
    asVictim: (await client.login(victim)).access,
    asFriend: (await client.login(friend)).access,
    image: await dataUrlOf(franck[4]!),
  };
}

export const attendanceAttacks: readonly Attack[] = [
  {
    finding: 'S5',
    tried:
      "a student shows another's picture as a camera, alone and in bulk, and climbs by the scores; acts on faces leave no trace",
    async run(stage) {
      const { client, admin, victim, asVictim, asFriend, image } = await students(stage);
      const place = { image, camera_id: 'CAM_MAIN_GATE', location: 'Main gate' };
      const forged = await client.work('verify', asFriend, place);
      const bulk = await client.work('bulk-verify', asFriend, { images: [{ id: 'a', ...place }] });
      const told = JSON.stringify([forged.result, bulk.result]);
      const isNamed = told.includes(victim.employee_id);
      const isExact = /"\w*(similarity|score|confidence|distance)\w*":\s*0\.\d{3,}/.test(told);
      const logs = `/api/v1/attendance/logs/?employee_id=${victim.employee_id}`;
      const rows = (await stage.get(logs, { token: admin })).body.count!;
      const mark = {
        ...{ employee_id: victim.employee_id, timestamp: '2024-03-14T08:15:00Z' },
        ...{ reason: 'x', marked_by: stage.admin.email },
      };
      const marked = await stage.post('/api/v1/attendance/mark/', { token: admin, body: mark });
      means(marked.status === 201, `no mark: ${marked.status} ${marked.text}`);
      const untilMs = performance.now() + AUDIT_LIMIT_MS;
      const actions = await eventually(
        () => audited(stage.platform, 'attendance-%'),
        (seen) => seen.length >= 2 || performance.now() > untilMs,
      );
      const own = await client.work<{ recognized: boolean }>('verify', asVictim, { image });
      means(own.result?.recognized === true, `the picture is not recognized: ${JSON.stringify(own)}`);
      return {
        happened: `named: ${isNamed}, rows: ${rows}, exact scores: ${isExact}, audited: ${actions.join(', ')}`,
        fell: isNamed || rows > 0 || isExact || actions.length < 2,
      };
    },
  },
];
