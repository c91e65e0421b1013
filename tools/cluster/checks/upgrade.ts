import { CHART, type Installation, MAX_WAIT, RELEASE } from '../installation.ts';
import { Load } from '../load.ts';
import type { Report } from '../report.ts';
import { reportLoad } from './restarts.ts';

const REQUESTS_PER_SECOND = 200;

/**
 * Upgrades, rolls back and upgrades again while requests come: from the images of the former version to those of this one, else from one revision
 * of this version to another.
 */
export async function checkUpgrade(
  installation: Installation,
  former: string | undefined,
  report: Report,
): Promise<void> {
  const { kube, values } = installation;
  const load = new Load(installation);
  await load.start(REQUESTS_PER_SECOND);
  const startedAtMs = performance.now();
  const wait = ['--wait', '--timeout', MAX_WAIT];
  const next = former === undefined ? ['--set', 'defaults.podAnnotations.revision=next'] : [];
  const upgrade = ['upgrade', RELEASE, CHART, '--values', values, ...next, ...wait];
  for (const [what, words] of [
    ['upgraded', upgrade],
    ['rolled back', ['rollback', RELEASE, ...wait]],
    ['upgraded again', upgrade],
  ] as const) {
    const before = load.failures.length;
    await kube.helm(words);
    console.log(`           ${what}: ${load.sent} sent, ${load.failures.length - before} failed`);
  }
  await load.stop();
  const name = former === undefined ? 'upgrade and rollback' : `from ${former} and back`;
  await reportLoad(name, load, startedAtMs, report);
}
