import { attendanceContract, faceContract } from '@argus/contracts';
import { NatsBus } from '@argus/messaging';
import { formatBusKeys, sealedBus } from '@argus/service-kit';
import { eventually, startNats, type TestNats } from '@argus/testing';
import { busKeysOfInstallation, GATEWAY } from '@argus/testing/installation';
import { portraitsOf } from '@argus/testing/photographs';
import { loginOf } from '@argus/testing/postgres';
import { Site } from '@argus/testing/services';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { attendanceService } from '../index.js';

/* Uses the real vision service, in its own process over a real broker, with real photographs. */

const { enrol, enrolStatus, verify, verifyStatus } = faceContract.operations;
const visionMain = fileURLToPath(new URL('../../../vision/dist/main.js', import.meta.url));

let site: Site;
let nats: TestNats;
let vision: ChildProcess;
let replica: AttendanceReplica;

beforeAll(async () => {
  [site, nats] = await Promise.all([Site.create(), startNats()]);
  const visionUrl = await loginOf(site.databaseUrl, 'vision');
  const keysOf = busKeysOfInstallation(site.folder, [attendanceService]);
  vision = fork(visionMain, {
    env: {
      DATABASE_URL: visionUrl,
      NATS_URL: nats.url,
      BUS_KEYS: formatBusKeys(keysOf('vision')),
      DATA_DIR: site.folder,
      OPERATIONS_PORT: '0',
      VISION_BACKEND: 'wasm',
      VISION_WORKERS: '1',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  replica = await startAttendance({
    site,
    people: [10, 11],
    connectBus: async (service) => {
      const name = service === 'test' ? GATEWAY : service;
      /* The test calls as the gateway and answers as identity. */
      const answers = service === 'test' && { answers: keysOf('identity').answers };
      return sealedBus(await NatsBus.connect({ servers: nats.url, name }), { ...keysOf(name), ...answers });
    },
  });
  await once(vision, 'message');
});
afterAll(async () => {
  await replica.stop();
  const ended = once(vision, 'exit');
  vision.kill();
  await ended;
  await nats.stop();
  await site.remove();
});

const base64 = async (photograph: { read(): Promise<Uint8Array> }): Promise<string> =>
  Buffer.from(await photograph.read()).toString('base64');

const ended = <S extends { status: string }>(ask: () => Promise<S>): Promise<S> =>
  eventually(ask, ({ status }) => ['completed', 'failed'].includes(status));
async function enrolled(employee_id: string, person: string, from: number) {
  const images = await Promise.all(
    portraitsOf(person)
      .slice(from, from + 3)
      .map(base64),
  );
  const { task_id } = await replica.call(
    enrol,
    { body: { employee_id, images, quality_check: true } },
    admin,
  );
  return ended(() => replica.call(enrolStatus, { params: { task_id } }, admin));
}
async function verified(photograph: { read(): Promise<Uint8Array> }) {
  const body = { image: await base64(photograph), camera_id: 'DOOR' };
  const { task_id } = await replica.call(verify, { body }, admin);
  return ended(() => replica.call(verifyStatus, { params: { task_id } }, admin));
}

it('an enrolled face becomes an attendance, a stranger does not, and the face enrolled as somebody else waits for a decision', async () => {
  const enrolment = await enrolled('P10', 'franck', 0);
  expect(enrolment).toMatchObject({ status: 'completed', result: { success: true, faces_detected: 3 } });

  const recognised = (await verified(portraitsOf('franck')[8]!)).result!;
  expect(recognised).toMatchObject({ recognized: true, employee_id: 'P10', attendance_logged: true });
  expect(recognised.confidence).toBeGreaterThan(0.75);
  const stranger = (await verified(portraitsOf('obama')[0]!)).result!;
  expect(stranger).toMatchObject({ recognized: false, message: 'No matching face found', error_code: null });

  const second = await enrolled('P11', 'franck', 4);
  expect(second).toMatchObject({
    status: 'completed',
    result: { template_created: false, error_code: 'CONFLICT_CASE' },
  });

  const query = { page: 1, page_size: 20 };
  const { results } = await replica.call(attendanceContract.operations.logs, { query }, admin);
  expect(results.map(({ id, employee }) => [id, employee.employee_id])).toEqual([
    [recognised.attendance_log_id, 'P10'],
  ]);
});
