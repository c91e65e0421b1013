/*
 * Compares storing readings under 100 active alarm rules with storing them under none: the whole transaction (COPY, roll-ups,
 * rules) in one process, without HTTP. One machine in fifty crosses its limits, so alarms are raised and return all the time.
 *   node tools/bench/equipment-rules.ts [rounds] [machines] [rows per batch]
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleDefinition } from '@argus/contracts';
import { EmbeddedPostgres } from '@argus/embedded';
import { ServiceReplica } from '@argus/testing/services';
import { ReadingIngest } from '#equipment/ingest/reading-ingest.service.js';
import { establishRule, newRobot } from '#equipment/testing/alarm-fixture.js';
import { equipmentService } from '#equipment/index.js';
import Table from 'cli-table3';

const rounds = Number(process.argv[2] ?? 20);
const machines = Number(process.argv[3] ?? 200);
const batchRows = Number(process.argv[4] ?? 10_000);
const WRITERS = 2;

interface Measured {
  readonly rules: number;
  readonly perSecond: number;
  readonly cpuMicroseconds: string;
  readonly breaches: number;
  readonly rssMib: number;
}

type Condition = RuleDefinition['set'];
const compare = (signal: string, op: '>' | '<', value: number, deadband = 1): Condition => ({
  type: 'compare',
  signal,
  op,
  value,
  deadband,
});
const kinds: ((i: number) => Condition)[] = [
  (i) => compare('temperature', '>', 80 + i / 10, 2),
  (i) => ({ type: 'and', of: [compare('temperature', '>', 80 + i / 10), compare('pressure', '>', 5)] }),
  (i) => ({ type: 'for', duration_s: 10, of: compare('temperature', '>', 82 + i / 10) }),
  () => ({ type: 'rate_of_change', signal: 'temperature', op: '>', per_second: 2, over_s: 60 }),
  (i) => ({ type: 'or', of: [compare('speed', '>', 1150 + i), { type: 'stale', after_s: 3600 }] }),
  (i) => ({ type: 'repeated', times: 3, within_s: 60, of: compare('pressure', '<', 4.1 - i / 100, 0.1) }),
];
const ruleOf = (i: number): RuleDefinition => ({
  name: `rule ${i}`,
  set: kinds[i % kinds.length]!(i),
  on_delay_s: i % 3 ? 5 : 0,
  off_delay_s: i % 4 ? 0 : 10,
  severity: 'medium',
  escalations: i % 5 ? [] : [{ severity: 'critical', when: compare('temperature', '>', 95) }],
  latching: false,
  enabled: true,
});

const folder = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(folder, 0o755);
const postgres = await EmbeddedPostgres.start({ directory: folder });
process.env.TEST_DATABASE_URL = postgres.url;
const results: Measured[] = [];
try {
  for (const rules of [0, 100]) results.push(await measure(rules));
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(rules: number): Promise<Measured> {
  const replica = await ServiceReplica.start(equipmentService);
  await replica.database.query('UPDATE rule_version SET definition = definition || \'{"enabled": false}\'');
  for (let i = 0; i < rules; i++) await establishRule(replica, ruleOf(i));
  const ids: number[] = [];
  for (let i = 0; i < machines; i++) ids.push(await newRobot(replica));
  const ingest = replica.get(ReadingIngest);
  const startMs = Math.floor(Date.now() / 1000) * 1000 - 86_400_000;
  const perMachine = batchRows / machines;
  const batch = (round: number, writer: number) => {
    const own = ids.filter((_, i) => i % WRITERS === writer);
    const steps = perMachine * WRITERS;
    return own.flatMap((equipmentId, m) =>
      Array.from({ length: steps }, (_, i) => {
        const at = startMs + (round * steps + i) * 1000;
        const swing = m % 50 === 0 ? 18 : 5;
        return {
          equipmentId,
          measuredAtUs: at * 1000,
          temperature: 70 + swing * Math.sin((at / 1000 + m) / 40),
          speed: 1000 + 100 * Math.sin(at / 9000 + m),
          pressure: 5 + 0.5 * Math.sin(at / 7000 + m),
          quality: 0,
        };
      }),
    );
  };
  await Promise.all([0, 1].map((writer) => ingest.store(batch(0, writer))));
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  await Promise.all(
    [0, 1].map(async (writer) => {
      for (let round = 1; round <= rounds; round++) await ingest.store(batch(round, writer));
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const rows = rounds * batchRows * WRITERS;
  const [counted] = await replica.database.query<{ breaches: number }>(
    'SELECT count(*) AS breaches FROM breach',
  );
  await replica.stop();
  return {
    rules,
    perSecond: Math.round(rows / seconds),
    cpuMicroseconds: ((user + system) / rows).toFixed(2),
    breaches: counted!.breaches,
    rssMib: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
}

const table = new Table({
  head: ['active rules', 'rows/s', 'CPU µs per row (Node)', 'breaches', 'RSS MiB'],
  style: { head: [], border: [] },
});
for (const { rules, perSecond, cpuMicroseconds, breaches, rssMib } of results)
  table.push([rules, perSecond, cpuMicroseconds, breaches, rssMib]);
console.log(`${rounds} rounds of ${WRITERS} × ${batchRows} rows from ${machines} machines`);
console.log(table.toString());
process.exit(0);
