import { attendanceContract, faceContract } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { Site } from '@argus/testing/services';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import type { CrashOrder } from '../testing/crash-child.js';

const TASKS = 200;
const people = Array.from({ length: 20 }, (_, i) => 100 + i);
const child = fileURLToPath(new URL('../testing/crash-child.js', import.meta.url));

let site: Site;
let replica: AttendanceReplica | undefined;
beforeAll(async () => {
  site = await Site.create();
});
afterAll(async () => {
  await replica?.stop();
  await site.remove();
});

/** Accepts the tasks in a child process and kills it while it works on them. Returns their ids. */
async function acceptAndCrash(): Promise<string[]> {
  const running = fork(child, { stdio: 'inherit' });
  const accepted: string[] = [];
  const { databaseUrl, folder } = site;
  const order: CrashOrder = { databaseUrl, folder, people, tasks: TASKS };
  await new Promise<void>((resolve, reject) => {
    running.on('message', (message: string) => {
      if (message === 'all accepted') resolve();
      else accepted.push(message);
    });
    running.once('exit', (code) => reject(new Error(`The process ended by itself with ${code}`)));
    running.send(order);
  });
  running.kill('SIGKILL');
  await once(running, 'exit');
  return accepted;
}

it('a process killed during 200 verifications leaves none undone and logs nobody twice', async () => {
  const accepted = await acceptAndCrash();
  expect(accepted).toHaveLength(TASKS);

  const successor = await startAttendance({ site, people });
  replica = successor;
  const statuses = await successor.database.query<{ status: string; count: number }>(
    'SELECT status, count(*) FROM face_task GROUP BY status',
  );
  const left = statuses.filter(({ status }) => status !== 'completed');
  // Otherwise the kill came too late to prove anything.
  expect(left.length).toBeGreaterThan(0);

  await eventually(
    () => successor.database.query('SELECT 1 FROM face_task WHERE ended_at IS NULL'),
    (waiting) => waiting.length === 0,
  );
  const results = await Promise.all(
    accepted.map((task_id) =>
      successor.call(faceContract.operations.verifyStatus, { params: { task_id } }, admin),
    ),
  );
  const recognised = results.filter(({ status, result }) => status === 'completed' && result?.recognized);
  expect(recognised.length).toBe(TASKS);

  const { results: rows } = await successor.call(
    attendanceContract.operations.logs,
    { query: { page: 1, page_size: 100 } },
    admin,
  );
  expect(rows.map(({ employee }) => employee.id).sort()).toEqual(people);
  expect(results.filter(({ result }) => result?.attendance_logged)).toHaveLength(people.length);
  const events = await successor.database.query<{ id: number }>(
    "SELECT (payload->>'log_id')::int AS id FROM outbox_message WHERE subject = 'evt.attendance.logged.v1'",
  );
  expect(events.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
  expect(await successor.database.query('SELECT 1 FROM face_photograph')).toEqual([]);
});
