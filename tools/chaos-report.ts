/* Prints the tables of a chaos run. */
import Table from 'cli-table3';
import type { ChaosResult } from '#e2e/chaos/chaos-run.js';

const MAX_RECOVERY_MS = 30_000;

/** Returns whether nothing is lost, doubled or late. */
export function reportChaos(result: ChaosResult, startedAtMs: number): boolean {
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
  const ok =
    sum('lost') + sum('doubled') + sum('unknown') + result.refused.length + late === 0 &&
    result.rounds.length > 0;
  console.log(ok ? '1 passed, 0 failed' : '0 passed, 1 failed');
  return ok;
}
