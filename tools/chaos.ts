/* Runs chaos on a platform of its own and prints its tables; see chaos.mjs. Exits with 1 when anything is lost, doubled or late. */
import { parseArgs } from 'node:util';
import { services } from '@argus/platform';
import { startPlatform } from '@argus/testing';
import Table from 'cli-table3';
import { runChaos } from '#e2e/chaos/chaos-run.js';

const MAX_RECOVERY_MS = 30_000;
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
    services: services.map(({ name }) => name),
    seed: Number(values.seed),
    rounds: Number(values.rounds),
    writers: Number(values.writers),
    minWrites: Number(values.writes),
    limitMs: Number(values.minutes) * 60_000,
    report: console.log,
    ...(values.kill !== undefined && { kill: values.kill.split(',') }),
  });
  const byVictim = Map.groupBy(result.rounds, ({ victim }) => victim);
  const style = { head: [], border: [] };
  const killed = new Table({ style, head: ['killed', 'rounds', 'recovery median (s)', 'longest (s)'] });
  for (const [victim, rounds] of byVictim) {
    const times = rounds.map(({ recoveryMs }) => recoveryMs / 1000).sort((a, b) => a - b);
    killed.push([victim, times.length, times[times.length >> 1]!.toFixed(1), times.at(-1)!.toFixed(1)]);
  }
  const written = new Table({ style, head: ['written', 'acknowledged', 'lost', 'doubled', 'unknown'] });
  for (const { operation, acknowledged, lost, doubled, unknown } of result.kinds)
    written.push([operation, acknowledged, lost, doubled, unknown]);
  const sum = (key: 'acknowledged' | 'lost' | 'doubled' | 'unknown'): number =>
    result.kinds.reduce((total, kind) => total + kind[key], 0);
  const late = result.rounds.filter(({ recoveryMs }) => recoveryMs > MAX_RECOVERY_MS).length;
  console.log(`${killed.toString()}\n${written.toString()}`);
  console.log('tries by answer', Object.fromEntries(result.tries));
  for (const refusal of result.refused.slice(0, 20)) console.log(`refused: ${refusal}`);
  console.log(
    `${result.rounds.length} rounds in ${Math.round((performance.now() - startedAtMs) / 1000)} s: ` +
      `${sum('acknowledged')} acknowledged, ${sum('lost')} lost, ${sum('doubled')} doubled, ${sum('unknown')} unknown, ` +
      `${result.refused.length} refused, ${late} recoveries over ${MAX_RECOVERY_MS / 1000} s; settled after ${result.settledMs} ms`,
  );
  ok =
    sum('lost') + sum('doubled') + sum('unknown') + result.refused.length + late === 0 &&
    result.rounds.length > 0;
  console.log(ok ? '1 passed, 0 failed' : '0 passed, 1 failed');
  if (!ok) console.log(platform.log.slice(-8000));
} finally {
  await platform.stop();
}
process.exit(ok ? 0 : 1);
