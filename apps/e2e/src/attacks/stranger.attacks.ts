import { setTimeout as pause } from 'node:timers/promises';
import { portraitsOf } from '@argus/testing/photographs';
import { AttendanceClient, dataUrlOf } from '../attendance/attendance-client.js';
import { viewerScreen } from '../calibration/viewer.js';
import { type Attack, means, tally } from './attack.js';

/* Issue of the attack: verification under an anonymous flood. */
const MAX_SLOWDOWN = 2;
const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1]!;

export const strangerAttacks: readonly Attack[] = [
  {
    finding: 'S3d',
    tried: '12 strangers flood vision with batches of 30 frames while an account is verified',
    isLong: true,
    async run(stage) {
      const client = new AttendanceClient(stage.url, stage.admin);
      const token = await stage.adminToken();
      const image = await dataUrlOf(portraitsOf('franck')[0]!);
      const failures: unknown[] = [];
      const verifyMs = async (): Promise<number> => {
        const startedAtMs = performance.now();
        await client
          .work('verify', token, { image, camera_id: 'CAM_FLOOD' })
          .catch((error) => failures.push(error));
        return performance.now() - startedAtMs;
      };
      await verifyMs();
      const idle: number[] = [];
      const flooded: number[] = [];
      const statuses: number[] = [];
      let isFlooding = false;
      const body = { frames: Array.from({ length: 30 }, () => ({ frame_data: image.split(',')[1] })) };
      const flood = async (): Promise<void> => {
        const from = stage.address();
        while (isFlooding) {
          statuses.push((await stage.post('/api/calibration/gaze', { from, body })).status);
          await pause(50);
        }
      };
      /* In turn, so that what else the machine does slows both. */
      for (let round = 0; round < 5; round++) {
        idle.push(await verifyMs());
        isFlooding = true;
        const strangers = Array.from({ length: 12 }, flood);
        await pause(1000);
        flooded.push(await verifyMs());
        isFlooding = false;
        await Promise.all(strangers);
      }
      means(
        statuses.some((status) => status === 200),
        `no frame reaches vision: ${tally(statuses)}`,
      );
      const factor = median(flooded) / median(idle);
      return {
        happened: `a verification takes ${median(idle).toFixed(0)} ms, under the flood ${median(flooded).toFixed(0)} ms: ${factor.toFixed(1)} times; ${failures.length} failed (frames: ${tally(statuses)})`,
        fell: factor > MAX_SLOWDOWN || failures.length > 0,
      };
    },
  },
  {
    finding: 'S3e',
    tried: 'a stranger reads and erases what another stranger recorded, by a name that can be guessed',
    async run(stage) {
      const [victim, thief] = [stage.address(), stage.address()];
      const candidate_id = stage.name('victim');
      const created = await stage.post('/api/calibration/session/create', {
        from: victim,
        body: { candidate_id },
      });
      const cookie = [created.headers['set-cookie'] ?? []]
        .flat()
        .map((each) => each.split(';')[0])
        .join('; ');
      const headers = { cookie };
      const screen = { candidate_id, ...viewerScreen };
      await stage.post('/api/screen/info', { from: victim, headers, body: screen });
      const info = `/api/screen/info/${candidate_id}`;
      const own = await stage.get(info, { from: victim, headers });
      means(own.status === 200, `the owner does not read it: ${own.status} ${own.text}`);
      const erase = `/api/calibration/candidate/${candidate_id}`;
      /* From elsewhere, and from behind the same router without the owner's cookie. */
      const read = [await stage.get(info, { from: thief }), await stage.get(info, { from: victim })];
      const erased = [
        await stage.delete(erase, { from: thief }),
        await stage.delete(erase, { from: victim }),
      ];
      const left = await stage.get(info, { from: victim, headers });
      return {
        happened: `read ${tally(read.map(({ status }) => status))}; erased ${erased.map(({ text }) => text.slice(0, 120)).join(' ')}; still there: ${left.status}`,
        fell: read.some(({ status }) => status === 200) || left.status !== 200,
      };
    },
  },
];
