/* Plants secrets in a platform of its own, looks for them wherever they could leak, and prints a table; see canaries.mjs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPlatform, TraceCollector } from '@argus/testing';
import Table from 'cli-table3';
import { controlsFor } from '#e2e/canaries/controls.js';
import { crash } from '#e2e/canaries/crash.js';
import { addOwnSecrets } from '#e2e/canaries/own-secrets.js';
import { type Place, placesOf, type Searched } from '#e2e/canaries/places.js';
import { Planter } from '#e2e/canaries/planter.js';
import { sweep } from '#e2e/canaries/sweep.js';
import { freePort } from '@argus/testing/cluster';
import { photographs } from '#e2e/generated/known/faces.js';
import { servedOperations } from '#e2e/generated/targets/operations.js';
import { startAnalysis } from '#vision/testing/analyse-photographs.js';
import { plantByMqtt } from './canary-devices.ts';

const MIN_KINDS = 30;
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '3' }, seed: { type: 'string', default: '1' } },
});
const startedAtMs = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'argus-canaries-'));
const logFile = join(folder, 'log');
const collector = await TraceCollector.start();
const mqttPort = await freePort();
const platform = await startPlatform({
  mode: 'services',
  logFile,
  settings: {
    RATE_LIMIT_FACTOR: '1000000',
    LOG_LEVEL: 'trace',
    MQTT_PORT: String(mqttPort),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  },
});
let ok = false;
try {
  const planter = new Planter(platform, Number(values.seed));
  const { pid, dataDirectory, operationsUrl } = platform;
  const place: Searched = { pid: pid!, dataDirectory, operationsUrl, logFile };
  const controls = await controlsFor(place, planter);
  for (const served of servedOperations) await planter.plant(served, Number(values.cases));
  await plantByMqtt(planter, platform.url, mqttPort);
  console.log(`${planter.requests} requests are done`);
  await addDescriptors(planter);
  addOwnSecrets(planter.needles, platform.dataDirectory);
  await crash(platform, planter, `data:image/jpeg;base64,${photographs[0]!.toString('base64')}`);
  const places: Place[] = [
    ...(await placesOf(place)),
    { kind: 'traces', name: 'collector', bytes: collector.traces },
    ...[...planter.answers].map(([name, answers]) => ({
      kind: 'answers' as const,
      name,
      bytes: Buffer.from(answers.join('\n')),
    })),
  ];
  const { hits, searched, blind } = sweep(planter.needles, places, controls);
  const table = new Table({
    style: { head: [], border: [] },
    head: ['place', 'number', 'MiB', 'control found', 'hits'],
  });
  for (const [kind, { places: number, bytes, controlFound }] of searched)
    table.push([
      kind,
      number,
      (bytes / 2 ** 20).toFixed(1),
      controlFound ? 'yes' : 'NO',
      hits.filter((hit) => hit.startsWith(`${kind} `)).length,
    ]);
  console.log(table.toString());
  for (const hit of hits.slice(0, 100)) console.log(`found: ${hit}`);
  for (const kind of blind) console.log(`no control found: ${kind}`);
  console.log(planter.needles.kinds.join(', '));
  console.log(
    `${planter.needles.size} secrets of ${planter.needles.kinds.length} kinds in ${planter.requests} requests of ` +
      `${servedOperations.length} operations: ${hits.length} hits; ${Math.round((performance.now() - startedAtMs) / 1000)} s`,
  );
  ok = hits.length === 0 && blind.length === 0 && planter.needles.kinds.length >= MIN_KINDS;
  console.log(ok ? '1 passed, 0 failed' : '0 passed, 1 failed');
} finally {
  await platform.stop();
  collector.stop();
  if (process.env.KEEP_LOG === undefined) rmSync(folder, { recursive: true, force: true });
  else console.log(logFile);
}
process.exit(ok ? 0 : 1);

/** What vision derives from the photographs that were enrolled. */
async function addDescriptors({ needles }: Planter): Promise<void> {
  const pool = await startAnalysis();
  for (const photograph of photographs) {
    const stages = { descriptor: true, formerDescriptor: true, passiveLiveness: false, iris: false };
    const { faces } = await pool.analyse({ photograph, maxFaces: 1, stages });
    for (const each of [faces[0]?.descriptor, faces[0]?.formerDescriptor]) {
      if (!each) throw new Error('A photograph without a descriptor');
      const middle = [...each.subarray(each.length / 2, each.length / 2 + 6)];
      needles.add('descriptor', Buffer.from(Float32Array.from(middle).buffer));
      needles.add('descriptor', Buffer.from(Float64Array.from(middle).buffer));
      needles.add('descriptor', JSON.stringify(middle).slice(1, -1));
    }
  }
  await pool.stop();
}
