import {
  badgeContract,
  correctionContract,
  incidentContract,
  Instant,
  leaveContract,
  payrollExportContract,
  pinContract,
  siteContract,
} from '@argus/contracts';
import { admin, type AttendanceReplica } from './attendance-fixture.js';
import { WorkingTimeClient } from './working-time.js';

interface Subject {
  readonly employee: string;
  readonly department: string;
  readonly camera: string;
  readonly pin: string;
}

const days = { date_from: '2026-03-15', date_to: '2026-03-15' };
const circle = { latitude: 52.5, longitude: 13.4, radius_m: 100 };
const timestamp = '2026-03-15T09:00:00Z';

export async function issuePin(replica: AttendanceReplica, employee_id: string, pin: string): Promise<void> {
  await replica.call(pinContract.operations.issue, { body: { employee_id, pin } }, admin);
}

/** Makes of a person what the lists of attendance can show, and what a second time is refused. */
export async function whatIsKnownOf(
  replica: AttendanceReplica,
  { employee: employee_id, department, camera: camera_id, pin }: Subject,
): Promise<{ shift: string; site: string }> {
  const client = new WorkingTimeClient(replica);
  const { id: shift } = await client.shift();
  await client.assign(employee_id, [shift]);
  await replica.call(badgeContract.operations.issue, { body: { employee_id, label: 'Blue' } }, admin);
  await issuePin(replica, employee_id, pin);
  const leave = { employee_id, kind: 'Leave', part: 'day' as const, ...days };
  await replica.call(leaveContract.operations.create, { body: leave }, admin);
  const correction = { employee_id, timestamp: Instant.parse(timestamp)!, reason: 'Forgot it' };
  await replica.call(correctionContract.operations.create, { body: correction }, admin);
  await replica.call(payrollExportContract.operations.create, { body: { department, ...days } }, admin);
  const incident = { type: 'tailgating', camera_id, description: 'Two came in', severity: 'low' as const };
  await replica.call(incidentContract.operations.report, { body: incident }, admin);
  const site = { name: 'Campus', everyone: false, circle, employee_ids: [employee_id] };
  const made = await replica.call(siteContract.operations.create, { body: site }, admin);
  await replica.database.query(
    `INSERT INTO check_in (id, person_id, at, latitude, longitude, rule, outcome, message, clock_difference_s)
     SELECT gen_random_uuid(), account_id, now(), 52.5, 13.4, 'inside', 'accepted', 'You are there.', 0 FROM person WHERE employee_id = $1`,
    [employee_id],
  );
  return { shift, site: made.id };
}

/** Fields that bodies which name a person need besides. */
export const bodyOf = ({ shift, pin }: { readonly shift: string; readonly pin: string }): object => ({
  ...days,
  pin,
  circle,
  name: 'Campus',
  shifts: [shift],
  kind: 'Leave',
  part: 'day',
  statement: 'My face is measured.',
  purpose: 'face_recognition',
  camera_id: 'GATE',
});
