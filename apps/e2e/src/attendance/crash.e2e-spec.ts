import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Platform, startPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { runChaos } from '../chaos/chaos-run.js';
import { victimsOf } from '../chaos/victims.js';
import { AttendanceClient, dataUrlOf, type Task } from './attendance-client.js';

const VERIFICATIONS = 200;
const CAMERAS = 20;
const MAX_RECOVERY_MS = 30_000;
const franck = portraitsOf('franck');

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ settings: { RATE_LIMIT_FACTOR: '10000' } });
});
afterAll(() => platform?.stop());

describe('a crash', () => {
  it('crash with queued verifications: none is lost and no attendance is logged twice', async () => {
    let client = new AttendanceClient(platform.url, platform.admin);
    let { access: token } = await client.login();
    const { employee_id } = await client.createUser(token);
    const images = await Promise.all(franck.slice(0, 3).map(dataUrlOf));
    const enrolment: Task<{ success: boolean }> = await client.work('enroll', token, { employee_id, images });
    expect(enrolment.result?.success).toBe(true);

    const image = await dataUrlOf(franck[4]!);
    const accepted: string[] = [];
    for (let i = 0; i < VERIFICATIONS; i++) {
      const request = { image, camera_id: `CAM${i % CAMERAS}` };
      const { status, body } = await client.http.post('/api/v1/face/verify/', request, { token });
      expect(status).toBe(202);
      accepted.push((body as Task<unknown>).task_id);
    }
    /* By now some are done, some run and most wait. */
    await client.finished('verify', token, accepted[5]!);
    if (platform.mode === 'services')
      await Promise.all([platform.kill('attendance'), platform.kill('vision')]);
    else {
      await platform.kill();
      await platform.restart();
    }

    client = new AttendanceClient(platform.url, platform.admin);
    ({ access: token } = await client.login());
    for (const id of accepted) {
      const task = await client.finished<{ recognized: boolean }>('verify', token, id);
      expect(task).toMatchObject({ task_id: id, status: 'completed', result: { recognized: true } });
    }

    const { body } = await client.http.get('/api/v1/attendance/logs/?page_size=100', { token });
    const { results } = body as { results: { camera: { id: string }; timestamp: string }[] };
    for (let camera = 0; camera < CAMERAS; camera++) {
      const times = results
        .filter(({ camera: { id } }) => id === `CAM${camera}`)
        .map(({ timestamp }) => Date.parse(timestamp))
        .sort((a, b) => a - b);
      expect(times.length).toBeGreaterThan(0);
      times.slice(1).forEach((time, i) => expect(time - times[i]!).toBeGreaterThanOrEqual(60_000));
    }
  });

  /* All victims, 200 rounds and 100 000 writes: npm run chaos. */
  it('crash of the database, or of the broker with its store: nothing acknowledged is lost or doubled', async () => {
    const victims = platform.mode === 'services' ? ['broker and its store'] : ['postgres'];
    const result = await runChaos({
      platform,
      victims: victimsOf(platform, ['equipment']),
      seed: 1,
      rounds: victims.length,
      writers: 4,
      kill: victims,
    });
    expect(result.rounds.map(({ victim }) => victim).sort()).toEqual([...victims].sort());
    expect(result.rounds.filter(({ recoveryMs }) => recoveryMs > MAX_RECOVERY_MS)).toEqual([]);
    expect(result.refused).toEqual([]);
    for (const { operation, acknowledged, ...faults } of result.kinds) {
      expect([operation, acknowledged > 0]).toEqual([operation, true]);
      expect([operation, faults]).toEqual([operation, { lost: 0, doubled: 0, unknown: 0 }]);
    }
  });
});
