import { setTimeout as pause } from 'node:timers/promises';
import { randomNumbers } from '@argus/testing';
import type { Installation } from '../installation.ts';
import { isReady, type Kube, type KubeList } from '../kube.ts';
import { Load } from '../load.ts';
import type { Report } from '../report.ts';
import { until } from '../until.ts';

const REQUESTS_PER_SECOND = 50;
const MAX_RECOVERY_MS = 30_000;

interface Deployment {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly readyReplicas?: number; readonly updatedReplicas?: number };
}

async function areAllReady(kube: Kube): Promise<boolean> {
  const { items } = await kube.json<KubeList<Deployment>>(['get', 'deployments,statefulsets']);
  return items.every(({ spec, status }) => (status.readyReplicas ?? 0) === spec.replicas);
}

/** Kills a pod at random, without a moment to end, again and again while clients write. */
export async function checkKills(
  installation: Installation,
  minutes: number,
  seed: number,
  report: Report,
): Promise<void> {
  const { kube } = installation;
  const random = randomNumbers(seed);
  const load = new Load(installation);
  await load.start(REQUESTS_PER_SECOND);
  const recoveriesMs: number[] = [];
  const endsAtMs = performance.now() + minutes * 60_000;
  while (performance.now() < endsAtMs) {
    await pause(random() * 3000);
    const pods = (await kube.pods()).filter(isReady);
    const { name: victim, uid } = pods[Math.floor(random() * pods.length)]!.metadata;
    const killedAtMs = performance.now();
    await kube.kubectl(['delete', 'pod', victim, '--grace-period=0', '--force', '--wait=false']);
    await until(
      `the end of ${victim}`,
      async () => !(await kube.pods()).some(({ metadata }) => metadata.uid === uid),
    );
    await until('readiness', () => areAllReady(kube), 600_000);
    recoveriesMs.push(performance.now() - killedAtMs);
    console.log(`           ${victim}: ready again after ${(recoveriesMs.at(-1)! / 1000).toFixed(1)} s`);
  }
  await load.stop();
  const lost = await load.lost();
  const late = recoveriesMs.filter((each) => each > MAX_RECOVERY_MS).length;
  const longest = Math.max(...recoveriesMs) / 1000;
  report.found(
    `pods killed, seed ${seed}`,
    [
      ...(lost > 0 ? [`${lost} acknowledged writes are not stored`] : []),
      ...(late > 0 ? [`${late} recoveries took longer than ${MAX_RECOVERY_MS / 1000} s`] : []),
    ],
    `${recoveriesMs.length} pods, longest recovery ${longest.toFixed(1)} s, ${load.sent} requests, ` +
      `${load.failures.length} failed, ${load.acknowledged} writes acknowledged, ${lost} lost`,
  );
}
