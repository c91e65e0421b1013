import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '@argus/testing';
import type { Planter } from './planter.js';

const IN_FLIGHT = 40;
const LOOK_MS = 100;
const RECOVERY_LIMIT_MS = 60_000;

/** Kills services while they work on passwords and photographs. Resolves when the platform is ready again. */
export async function crash(platform: Platform, planter: Planter, photograph: string): Promise<void> {
  const post = (path: string, body: object, token?: string): Promise<unknown> =>
    fetch(`${platform.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    }).catch(() => undefined);
  const { token } = await planter.accounts.make('attendance');
  const flying = Array.from({ length: IN_FLIGHT }, () => [
    post('/login', { username: 'nobody', password: planter.make('password during a crash') }),
    post('/api/v1/face/verify/', { image: photograph }, token),
  ]).flat();
  await pause(LOOK_MS);
  for (const service of ['identity', 'vision', 'attendance']) await platform.kill(service);
  await Promise.all(flying);
  const endsAtMs = performance.now() + RECOVERY_LIMIT_MS;
  while (performance.now() < endsAtMs) {
    const answer = await fetch(`${platform.operationsUrl}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(LOOK_MS);
  }
  throw new Error('The platform is not ready after a crash');
}
