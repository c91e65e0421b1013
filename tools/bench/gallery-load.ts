/*
 * Compares the start of vision with 100 000 people enrolled, three photographs each, with its start with none: the templates are read
 * from Postgres, unsealed and kept in memory. Recognition models are not loaded.
 *   node tools/bench/gallery-load.ts [people]
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EmbeddedPostgres } from '@argus/embedded';
import { Sealer } from '@argus/persistence';
import { ServiceReplica, Site } from '@argus/testing/services';
import Table from 'cli-table3';
import { DESCRIPTOR_LENGTH, descriptorModel } from '#vision/descriptor/descriptor-model.js';
import { Galleries } from '#vision/gallery/galleries.service.js';
import { visionService } from '#vision/index.js';
import { ServiceAnalysisPool } from '#vision/pool/analysis-pool.service.js';
import { sealDescriptors } from '#vision/templates/template-codec.js';

const PHOTOGRAPHS = 3;
const PEOPLE_PER_INSERT = 2000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Returns the bytes in use, on the heap and outside of it. What is outside is given back a little after a collection. */
async function bytesInUse(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    collect();
    await setTimeout(100);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function randomUnitVector(): Float32Array {
  const vector = Float32Array.from({ length: DESCRIPTOR_LENGTH }, () => Math.random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Inserts sealed templates of people who do not exist. */
async function plant(replica: ServiceReplica, people: number): Promise<void> {
  const sealer = replica.get(Sealer);
  const { name: model, version: modelVersion } = descriptorModel;
  for (let first = 1; first <= people; first += PEOPLE_PER_INSERT) {
    const rows = Array.from({ length: Math.min(PEOPLE_PER_INSERT, people - first + 1) }, (_, i) => {
      const identity = {
        id: randomUUID(),
        gallery: 'bench',
        subject: String(first + i),
        model,
        modelVersion,
      };
      const descriptors = Array.from({ length: PHOTOGRAPHS }, randomUnitVector);
      return { ...identity, sealed: sealDescriptors(sealer, identity, descriptors), position: first + i };
    });
    await replica.database.query(
      `INSERT INTO template (id, gallery, subject, model, model_version, sealed, position)
       SELECT id, 'bench', subject, $1, $2, sealed, position
       FROM unnest($3::uuid[], $4::text[], $5::bytea[], $6::bigint[]) AS t (id, subject, sealed, position)`,
      [
        model,
        modelVersion,
        rows.map(({ id }) => id),
        rows.map(({ subject }) => subject),
        rows.map(({ sealed }) => sealed),
        rows.map(({ position }) => position),
      ],
    );
  }
}

interface Start {
  readonly people: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly rssMib: number;
}

/** Starts vision in this process and prints what it took. */
async function measureStart(folder: string, databaseUrl: string): Promise<void> {
  const bytesBefore = await bytesInUse();
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const replica = await ServiceReplica.start(visionService, {
    site: { folder, databaseUrl },
    overrides: [[ServiceAnalysisPool, {}]],
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - startedAt) / 1000;
  const start: Start = {
    people: replica.get(Galleries).of('bench').size,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    bytes: (await bytesInUse()) - bytesBefore,
    rssMib: process.memoryUsage().rss / 2 ** 20,
  };
  await replica.stop();
  process.stdout.write(JSON.stringify(start));
  process.exit(0);
}

const [, script, argument, siteFolder, siteDatabase] = process.argv;
if (argument === '--start') await measureStart(siteFolder!, siteDatabase!);
const wanted = Number(argument ?? 100_000);

/** Measures a start in a process of its own, whose memory nothing else has used. */
const startOf = (site: Site): Start =>
  JSON.parse(
    execFileSync(process.execPath, [script!, '--start', site.folder, site.databaseUrl], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  ) as Start;

const folder = mkdtempSync(join(tmpdir(), 'argus-bench-'));
chmodSync(folder, 0o755);
const postgres = await EmbeddedPostgres.start({ directory: folder });
process.env.TEST_DATABASE_URL = postgres.url;
const starts: Start[] = [];
try {
  const site = await Site.create();
  const replica = await ServiceReplica.start(visionService, { site, overrides: [[ServiceAnalysisPool, {}]] });
  starts.push(startOf(site));
  await plant(replica, wanted);
  await replica.stop();
  starts.push(startOf(site));
  await site.remove();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

const [empty, full] = starts as [Start, Start];
const table = new Table({
  head: ['people', 'start s', 'CPU s', 'MiB in use', 'RSS MiB', 'CPU µs per person', 'bytes per person'],
  style: { head: [], border: [] },
});
for (const { people, seconds, cpuSeconds, bytes, rssMib } of starts)
  table.push([
    people,
    seconds.toFixed(2),
    cpuSeconds.toFixed(2),
    (bytes / 2 ** 20).toFixed(0),
    rssMib.toFixed(0),
    people > 0 ? (((cpuSeconds - empty.cpuSeconds) * 1e6) / people).toFixed(0) : '',
    people > 0 ? ((bytes - empty.bytes) / people).toFixed(0) : '',
  ]);
console.log(table.toString());
console.log(
  `descriptors alone: ${PHOTOGRAPHS * DESCRIPTOR_LENGTH * Float32Array.BYTES_PER_ELEMENT} bytes per person`,
);
process.exit(full.people === wanted ? 0 : 1);
