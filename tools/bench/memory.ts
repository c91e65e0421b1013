/*
 * Holds the idle memory of the whole platform in one process against that of a plain Node, and tells PostgreSQL apart. Linux only.
 *   node tools/bench/memory.ts [idle seconds]
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { newDataDirectory, startMeasured } from './started-platform.ts';

const LIMIT_MB = 300;
const idleMs = Number(process.argv[2] ?? 10) * 1000;
const root = join(import.meta.dirname, '../..');

if (process.platform !== 'linux') {
  console.log('SKIPPED: only Linux says how much memory processes share');
  process.exit(0);
}

const dataDirectory = newDataDirectory();
const table = new Table({ head: ['started as', 'platform MB', 'PostgreSQL MB'] });
let lean = 0;
try {
  /* Makes the cluster and the compiled code. */
  await startMeasured(root, { dataDirectory });
  for (const isPlain of [true, false]) {
    const { memory } = await startMeasured(root, { isPlain, idleMs, dataDirectory });
    const { platform, postgres } = memory!;
    table.push([isPlain ? 'plain Node' : 'lean list', platform.toFixed(0), postgres.toFixed(0)]);
    if (!isPlain) lean = platform;
  }
} finally {
  rmSync(dataDirectory, { recursive: true, force: true });
}
console.log(`Pss after ${idleMs / 1000} s without a request`);
console.log(table.toString());
console.log(`${lean <= LIMIT_MB ? 'kept  ' : 'MISSED'} ${lean.toFixed(0)} MB (at most ${LIMIT_MB})`);
process.exitCode = lean <= LIMIT_MB ? 0 : 1;
