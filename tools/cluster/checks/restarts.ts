import type { Installation } from '../installation.ts';
import { Load } from '../load.ts';
import type { Report } from '../report.ts';

const REQUESTS_PER_SECOND = 200;
const LIMIT = '5m';

/** The services whose pods the load needs. */
const services = ['auth-gateway', 'equipment', 'attendance', 'identity', 'calibration'];

/** Restarts one service after the other while requests come, none of which may fail. */
export async function checkRestarts(
  installation: Installation,
  restarts: number,
  report: Report,
): Promise<void> {
  const { kube } = installation;
  const load = new Load(installation);
  await load.start(REQUESTS_PER_SECOND);
  const startedAtMs = performance.now();
  for (let count = 0; count < restarts; count++) {
    const deployment = `deployment/argus-${services[count % services.length]}`;
    const before = load.failures.length;
    await kube.kubectl(['rollout', 'restart', deployment]);
    await kube.kubectl(['rollout', 'status', deployment, '--timeout', LIMIT]);
    console.log(
      `           ${count + 1} ${deployment}: ${load.sent} sent, ${load.failures.length - before} failed`,
    );
  }
  await load.stop();
  await reportLoad(`${restarts} rolling restarts`, load, startedAtMs, report);
}

/** Reports what a load saw; lost writes and failed requests are findings. */
export async function reportLoad(
  name: string,
  load: Load,
  startedAtMs: number,
  report: Report,
): Promise<void> {
  const seconds = (performance.now() - startedAtMs) / 1000;
  const lost = await load.lost();
  const { sent, failures, acknowledged } = load;
  report.found(
    name,
    [...failures, ...(lost > 0 ? [`${lost} acknowledged writes are not stored`] : [])],
    `${sent} requests (${(sent / seconds).toFixed(0)}/s), ${failures.length} failed, ${acknowledged} writes acknowledged, ${lost} lost`,
  );
}
