/* Asks Prometheus what the dashboards ask, while it watches a platform that is used; see dashboards.mjs. Exits with 1 for a query without data. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpClient, startPlatform } from '@argus/testing';
import { freePort, ServerProcess } from '@argus/testing/cluster';
import { calibrate } from './bench/calibrate.ts';
import { showAttendance } from './demo/attendance.ts';
import { showEquipment } from './demo/equipment.ts';

/* A rate needs two scrapes; the last one must have seen what happened last. */
const SCRAPE_MS = 1000;
const SCRAPES = 5;

interface Dashboard {
  readonly title: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

const folder = join(import.meta.dirname, '../k8s/argus/dashboards');
const queries = readdirSync(folder).flatMap((name) => {
  const { panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard;
  return panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ panel: title, expr })));
});

const scratch = mkdtempSync(join(tmpdir(), 'argus-prometheus-'));
const platform = await startPlatform({
  mode: 'embedded',
  settings: { RATE_LIMIT_FACTOR: '100', WEBHOOK_NETWORKS: '127.0.0.1' },
});
const port = await freePort();
writeFileSync(
  join(scratch, 'prometheus.yml'),
  `global: { scrape_interval: ${SCRAPE_MS}ms }
rule_files: ['${join(folder, '../rules/argus.yaml')}']
scrape_configs:
  - job_name: argus
    static_configs: [{ targets: ['${new URL(platform.operationsUrl).host}'] }]
`,
);
const prometheus = new ServerProcess(
  process.env.PROMETHEUS_BIN ?? 'prometheus',
  [
    `--config.file=${join(scratch, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(scratch, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ],
  port,
);

async function seriesOf(expr: string): Promise<number> {
  const query = expr.replaceAll('$__rate_interval', '5m');
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data, error } = (await answer.json()) as { data?: { result: unknown[] }; error?: string };
  if (data === undefined) throw new Error(`${expr}: ${error}`);
  return data.result.length;
}

/* Hears of the attendance that the demo marks. */
const receiver = createServer(
  (request, reply) => void request.resume().on('end', () => reply.writeHead(204).end()),
);

async function listen(client: HttpClient, { email, password }: typeof platform.admin): Promise<void> {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { access } = (await client.post('/api/v1/auth/login/', { email, password })).body as {
    access: string;
  };
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const webhook = { name: 'Receiver', url, events: ['attendance_logged'] };
  const { status, body } = await client.post('/api/v1/webhooks/', webhook, { token: access });
  if (status !== 201) throw new Error(`The webhook was answered with ${status} ${JSON.stringify(body)}`);
}

let silent: typeof queries = [];
try {
  await prometheus.start();
  const client = new HttpClient(platform.url);
  const { admin } = platform;
  await client.post('/api/v1/auth/login/', { email: admin.email, password: 'a wrong password' });
  await listen(client, admin);
  await showAttendance(client, admin);
  await showEquipment(client, admin);
  await calibrate(client, 'viewer');
  await pause(SCRAPES * SCRAPE_MS);
  const answers = await Promise.all(
    queries.map(async (each) => ({ ...each, series: await seriesOf(each.expr) })),
  );
  console.log();
  for (const { panel, series } of answers) console.log(`  ${String(series).padStart(4)} series  ${panel}`);
  silent = answers.filter(({ series }) => series === 0);
  for (const { panel, expr } of silent) console.log(`\nno data: ${panel}: ${expr}`);
  console.log(`\n${answers.length - silent.length} passed, ${silent.length} failed`);
} finally {
  receiver.close();
  receiver.closeAllConnections();
  await prometheus.kill('SIGTERM');
  await platform.stop();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(silent.length === 0 ? 0 : 1);
