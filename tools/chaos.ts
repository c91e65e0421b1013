/* Runs chaos on a platform of its own and prints its tables; see chaos.mjs. Exits with 1 when anything is lost, doubled or late. */
import { parseArgs } from 'node:util';
import { services } from '@argus/platform';
import { startPlatform } from '@argus/testing';
import { runChaos } from '#e2e/chaos/chaos-run.js';
import { victimsOf } from '#e2e/chaos/victims.js';
import { reportChaos } from './chaos-report.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    writes: { type: 'string', default: '100000' },
    writers: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    kill: { type: 'string' },
    minutes: { type: 'string', default: 'Infinity' },
    mode: { type: 'string', default: 'services' },
  },
});
if (values.mode !== 'services' && values.mode !== 'embedded')
  throw new Error('--mode is services or embedded');

console.log(`seed ${values.seed}`);
const startedAtMs = performance.now();
/* Neither rates nor what strangers may keep end the writing. */
const settings = { RATE_LIMIT_FACTOR: '1000000', CALIBRATION_MAX_ANONYMOUS_SESSIONS: '1000000' };
const platform = await startPlatform({ mode: values.mode, settings });
let ok = false;
try {
  const result = await runChaos({
    platform,
    victims: victimsOf(
      platform,
      services.map(({ name }) => name),
    ),
    seed: Number(values.seed),
    rounds: Number(values.rounds),
    writers: Number(values.writers),
    minWrites: Number(values.writes),
    limitMs: Number(values.minutes) * 60_000,
    report: console.log,
    ...(values.kill !== undefined && { kill: values.kill.split(',') }),
  });
  ok = reportChaos(result, startedAtMs);
  if (!ok) console.log(platform.log.slice(-8000));
} finally {
  await platform.stop();
}
process.exit(ok ? 0 : 1);
