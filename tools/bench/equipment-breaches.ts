/*
 * Evaluates 10 000 breaches at 200 readings/s while the bus is down for a minute and the service is killed twice.
 *   npm run breaches -- [breaches] [readings per second]
 * Exits with 1 when a breach is lost, doubled, or raised at a time that differs from its readings.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { startNats } from '@argus/testing';
import { runBreaches } from '#equipment/testing/breach-run.js';
import { findNatsServer } from '../nats-server.mjs';
import { wordsOf } from '../words.mjs';

const { positionals } = wordsOf(import.meta.url, { names: [/^[1-9]\d*$/] });
const breaches = Number(positionals[0] ?? 10_000);
const readingsPerSecond = Number(positionals[1] ?? 200);
const folder = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(folder, 0o755);
process.env.NATS_SERVER_BIN ??= findNatsServer();
const postgres = await EmbeddedPostgres.start({ directory: folder });
const nats = await startNats();
let ok = false;
try {
  const readings = breaches * 2;
  const result = await runBreaches({
    databaseUrl: postgres.url,
    nats,
    breaches,
    readingsPerSecond,
    killAfter: [0.1, 0.9].map((share) => Math.ceil(readings * share)),
    busDown: { after: Math.ceil(readings * 0.2), forMs: 60_000 },
    limitMs: (readings / readingsPerSecond) * 1000 + 300_000,
    report: console.log,
  });
  console.log(result);
  const { readingsStored, onTime, openAlarms, alerts, alarmsAnnounced, kills } = result;
  const each = [result.breaches, readingsStored / 2, onTime, openAlarms, alerts, alarmsAnnounced];
  ok = each.every((count) => count === breaches) && result.machinesWithoutOneOpenAlarm === 0 && kills === 2;
  console.log(ok ? `${breaches} breaches: 0 lost, 0 doubled` : 'FAILED');
} finally {
  await nats.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(ok ? 0 : 1);
