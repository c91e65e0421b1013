/* Runs chaos on an installation as in production, on loopback; see pooled.mjs. Exits with 1 when anything is lost, doubled or late. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { services } from '@argus/platform';
import { LoopbackCluster } from '@argus/testing/cluster';
import { runChaos } from '#e2e/chaos/chaos-run.js';
import { serversOf } from '#e2e/chaos/victims.js';
import { reportChaos } from './chaos-report.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    writes: { type: 'string', default: '5000' },
    writers: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    kill: { type: 'string' },
    minutes: { type: 'string', default: 'Infinity' },
    e2e: { type: 'boolean', default: false },
  },
});

console.log(`seed ${values.seed}`);
const startedAtMs = performance.now();
/* Neither rates nor what strangers may keep end the writing. */
const settings = { RATE_LIMIT_FACTOR: '1000000', CALIBRATION_MAX_ANONYMOUS_SESSIONS: '1000000' };
const cluster = await LoopbackCluster.start({ services: services.map(({ name }) => name), settings });
let ok = false;
try {
  const copies = cluster.nats.copiesOf('EVENTS');
  console.log(`copies of the stream of events: ${copies}`);
  if (copies < cluster.nats.servers.length) throw new Error('Not every server has the stream');
  let suitesPassed = true;
  /* Before writers enrol faces that a suite expects to be nobody's. */
  if (values.e2e) {
    const suites = spawn(process.execPath, [join(import.meta.dirname, 'e2e.mjs'), '--url', cluster.url], {
      stdio: 'inherit',
      env: {
        ...process.env,
        E2E_ADMIN_EMAIL: cluster.admin.email,
        E2E_ADMIN_PASSWORD: cluster.admin.password,
      },
    });
    const [status] = (await once(suites, 'exit')) as [number | null];
    suitesPassed = status === 0;
  }
  const result = await runChaos({
    platform: cluster,
    victims: serversOf(cluster),
    seed: Number(values.seed),
    rounds: Number(values.rounds),
    writers: Number(values.writers),
    minWrites: Number(values.writes),
    limitMs: Number(values.minutes) * 60_000,
    report: console.log,
    ...(values.kill !== undefined && { kill: values.kill.split(',') }),
  });
  ok = reportChaos(result, startedAtMs) && suitesPassed;
  if (!ok) console.log(cluster.log);
} finally {
  await cluster.stop();
}
process.exit(ok ? 0 : 1);
