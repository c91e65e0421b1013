import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts, families, type Family } from '@argus/contracts';
import { checkSize, HttpClient, runMode, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from './targets/accounts.js';

/* What Prometheus holds of a process is bounded by the routes, not by what clients name. One process that runs every service has the most. */
const MAX_SERIES = 5_000;
const IDS = checkSize('DISTINCT_IDS', 1_000);
const AT_ONCE = 20;

const target = sharedPlatform();
const client = new HttpClient(target.url);
const operations = contracts.flatMap(({ family, operations }) =>
  Object.values(operations).flatMap(({ http }) => (http?.path.includes('{') ? [{ family, ...http }] : [])),
);
const seen = target.launched && runMode() === 'embedded' ? describe : describe.skip;

const monitoring = join(import.meta.dirname, '../../../../k8s/argus');

let ids: string[];
let series: string[];
let exposed: Set<string>;

async function scrape(): Promise<void> {
  const answer = await fetch(`${target.launched!.operationsUrl}/metrics`);
  const lines = (await answer.text()).split('\n');
  series = lines.filter((line) => line !== '' && !line.startsWith('#'));
  exposed = new Set(lines.flatMap((line) => /^# TYPE (\w+)/.exec(line)?.[1] ?? []));
}

seen('series of metrics', () => {
  beforeAll(async () => {
    const accounts = new Accounts(target);
    const tokens = new Map<Family, string>();
    for (const family of families) tokens.set(family, (await accounts.make(family)).token);
    ids = Array.from({ length: IDS }, (_, number) =>
      number % 2 ? randomUUID() : String(7_000_000 + number),
    );
    const rest = ids.entries();
    const askAll = async (): Promise<void> => {
      for (const [number, id] of rest) {
        const { family, method, path } = operations[number % operations.length]!;
        const token = tokens.get(family)!;
        await client.send(method, path.replaceAll(/\{\w+\}/g, id), {
          ...(number % 3 > 0 && { token }),
          headers: { 'user-agent': `client ${id}` },
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, askAll));
    await scrape();
  });

  it('metrics: distinct ids of machines, people and sessions leave at most 5 000 series in a process', () => {
    process.stderr.write(`Series of the process of all services after ${IDS} ids: ${series.length}\n`);
    expect(series.length).toBeGreaterThan(500);
    expect(series.length).toBeLessThanOrEqual(MAX_SERIES);
  });

  it('metrics: no label has the value of an id', () => {
    const values = new Set(
      series.flatMap((line) => [...line.matchAll(/="([^"]*)"/g)].map(([, value]) => value!)),
    );
    expect(ids.filter((id) => values.has(id))).toEqual([]);
  });

  it('metrics: every combination of routes and buckets that operations can fill is within the bound', () => {
    const perRoute = series.filter((line) => line.startsWith('argus_http_server_request_duration_seconds'));
    const routes = new Set(perRoute.map((line) => /method="[^"]*",route="[^"]*"/.exec(line)![0]));
    const perOperation = perRoute.length / routes.size;
    const all = contracts.flatMap(({ operations: each }) => Object.values(each)).filter(({ http }) => http);
    expect(perOperation * all.length).toBeLessThan(MAX_SERIES / 2);
  });

  it.each(
    readdirSync(monitoring, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(rules|dashboards)\/\w/.test(name),
    ),
  )('metrics: every metric that %s names is exposed', (name) => {
    const text = readFileSync(join(monitoring, name), 'utf8');
    const named = new Set(text.match(/\b(argus|nodejs|process)_[a-z0-9_]+(?=[ )[{])/g));
    expect(named.size).toBeGreaterThan(5);
    const known = (metric: string): boolean =>
      exposed.has(metric) || exposed.has(metric.replace(/_(bucket|sum|count)$/, ''));
    expect([...named].filter((metric) => !known(metric))).toEqual([]);
  });
});
