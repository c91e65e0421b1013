/* Runs chaos on an installation as in production, on loopback; see pooled.mjs. Exits with 1 when anything is lost, doubled or late. */
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
  },
});

console.log(`seed ${values.seed}`);
const startedAtMs = performance.now();
/* Neither rates nor what strangers may keep end the writing. */
const settings = { RATE_LIMIT_FACTOR: '1000000', CALIBRATION_MAX_ANONYMOUS_SESSIONS: '1000000' };
const cluster = await LoopbackCluster.start({ services: services.map(({ name }) => name), settings });
let ok = false;
try {
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
  ok = reportChaos(result, startedAtMs);
  if (!ok) console.log(cluster.log);
} finally {
  await cluster.stop();
}
process.exit(ok ? 0 : 1);
