/*
 * Starts the whole platform on a folder that exists, in turn as Node starts a program and by the list of lean-process.mjs.
 *   node tools/bench/start.ts [rounds]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { type Measured, newDataDirectory, startMeasured } from './started-platform.ts';

/** On the reference machine while nothing else runs; CPU seconds and the ratio hold on a busy one too. */
const LIMIT_MS = 1500;
const root = join(import.meta.dirname, '../..');
const rounds = Number(process.argv[2] ?? 3);
const dataDirectory = newDataDirectory();
const ways = { 'plain Node': true, 'lean list': false } as const;
const measured = new Map<string, Measured[]>(Object.keys(ways).map((way) => [way, []]));
try {
  /* The first start of each makes the cluster, or the compiled code. */
  for (const isPlain of Object.values(ways)) await startMeasured(root, { isPlain, dataDirectory });
  for (let round = 0; round < rounds; round++)
    for (const [way, isPlain] of Object.entries(ways))
      measured.get(way)!.push(await startMeasured(root, { isPlain, dataDirectory }));
} finally {
  rmSync(dataDirectory, { recursive: true, force: true });
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)]!;
const table = new Table({ head: ['started as', 'ready ms, least', 'median', 'CPU s, least', 'median'] });
for (const [way, starts] of measured) {
  const [ms, cpu] = [starts.map(({ readyMs }) => readyMs), starts.map(({ cpuSeconds }) => cpuSeconds)];
  table.push([
    way,
    Math.min(...ms).toFixed(0),
    median(ms).toFixed(0),
    Math.min(...cpu).toFixed(2),
    median(cpu).toFixed(2),
  ]);
}
console.log(table.toString());
const [plain, lean] = [...measured.values()].map((starts) =>
  median(starts.map(({ cpuSeconds }) => cpuSeconds)),
);
console.log(`CPU of a start: ${(lean! / plain!).toFixed(2)} of plain Node's`);
const fastest = Math.min(...measured.get('lean list')!.map(({ readyMs }) => readyMs));
console.log(
  `${fastest <= LIMIT_MS ? 'kept  ' : 'MISSED'} the fastest start took ${fastest.toFixed(0)} ms (at most ${LIMIT_MS} on a quiet machine)`,
);
