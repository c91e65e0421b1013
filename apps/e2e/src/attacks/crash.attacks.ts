import { setTimeout as pause } from 'node:timers/promises';
import { victimsOf } from '../chaos/victims.js';
import { type Attack, means, tally } from './attack.js';
import type { Stage } from './stage.js';

const MAX_RECOVERY_MS = 30_000;

/** Kills a server under writes; returns what the platform told meanwhile, and what is missing afterwards. */
async function killed(stage: Stage, name: string) {
  const { platform } = stage;
  const token = await stage.adminToken('techtrack');
  const body = { equipment_type: 'Robot', model: stage.name('m'), installation_date: '2024-01-01' };
  const acknowledged: number[] = [];
  const statuses: number[] = [];
  const write = async (): Promise<boolean> => {
    const answer = await stage.post('/api/equipment/', { token, body });
    statuses.push(answer.status);
    if (answer.status === 201) acknowledged.push(answer.body.id!);
    return answer.status === 201;
  };
  const readiness = (): Promise<number> =>
    fetch(`${platform.operationsUrl}/readyz`).then(
      ({ status }) => status,
      () => 0,
    );
  means((await write()) && (await readiness()) === 200, 'the platform does not write');
  const startedAtMs = performance.now();
  await victimsOf(platform, [])
    .find((victim) => victim.name === name)!
    .kill();
  let toldSo = false;
  let isBack = false;
  while (!isBack && performance.now() - startedAtMs < 2 * MAX_RECOVERY_MS) {
    const [wrote, ready] = await Promise.all([write(), readiness()]);
    toldSo ||= ready === 503;
    isBack = wrote && ready === 200 && (toldSo || performance.now() - startedAtMs > 5000);
    await pause(50);
  }
  const recoveryMs = performance.now() - startedAtMs;
  const missing: number[] = [];
  for (const id of acknowledged)
    if ((await stage.get(`/api/equipment/${id}/`, { token })).status !== 200) missing.push(id);
  return { recoveryMs, toldSo, missing, statuses, acknowledged };
}

const crash = (name: string, only: Partial<Attack>): Attack => ({
  finding: 'S4',
  tried: `kill -9 of ${name}, for good`,
  isLong: true,
  ...only,
  async run(stage) {
    const { recoveryMs, toldSo, missing, statuses, acknowledged } = await killed(stage, name);
    return {
      happened: `back after ${(recoveryMs / 1000).toFixed(1)} s, readiness told so: ${toldSo}, ${missing.length} of ${acknowledged.length} lost (${tally(statuses)})`,
      fell: recoveryMs > MAX_RECOVERY_MS || missing.length > 0 || !toldSo,
    };
  },
});

export const crashAttacks: readonly Attack[] = [crash('postgres', {}), crash('broker', { mode: 'services' })];
