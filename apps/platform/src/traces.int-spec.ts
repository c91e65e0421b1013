import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '@argus/persistence';
import { checkSize, eventually, HttpClient, startPlatform, TraceCollector } from '@argus/testing';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const REQUESTS = checkSize('TRACED_REQUESTS', 20);
/* The start of the platform, and the hash of a password for each account on a busy machine. */
const LIMIT_MS = 180_000 + REQUESTS * 1_000;

/* Accounts that clients create over HTTP: identity stores each with an event, which attendance consumes. */
const traceIds = Array.from({ length: REQUESTS }, () => randomBytes(16).toString('hex'));
const statuses: number[] = [];
let collector: TraceCollector;
let database: TestDatabase;
let folder: string;
let rows: readonly string[];
let log: readonly Record<string, unknown>[];

const rowsOf = <T extends object>(sql: string): Promise<T[]> =>
  withClient(database.url, async (client) => (await client.query<T>(sql)).rows);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argus-traces-'));
  [collector, database] = await Promise.all([TraceCollector.start(), createDatabase()]);
  const logFile = join(folder, 'log');
  const platform = await startPlatform({
    mode: 'services',
    settings: {
      SERVICES: 'auth-gateway,identity,attendance',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      DATABASE_URL: database.url,
      LOG_LEVEL: 'info',
      RATE_LIMIT_FACTOR: '1000',
    },
    logFile,
  });
  try {
    const client = new HttpClient(platform.url);
    const { email, password } = platform.admin;
    const { body } = await client.post('/api/v1/auth/login/', { email, password });
    const { access: token } = body as { access: string };
    for (const [number, traceId] of traceIds.entries()) {
      const person = {
        employee_id: `TRACED${number}`,
        email: `traced${number}@example.com`,
        first_name: 'Ada',
        last_name: 'Byron',
        password: randomBytes(12).toString('base64url'),
      };
      const headers = { traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01` };
      statuses.push((await client.post('/api/v1/users/', person, { token, headers })).status);
    }
    await eventually(
      () =>
        rowsOf<{ people: number }>(
          `SELECT count(*)::int AS people FROM attendance.person WHERE employee_id LIKE 'TRACED%'`,
        ),
      ([row]) => row?.people === REQUESTS,
    );
    const published = await rowsOf<{ traceparent: string }>(
      `SELECT headers->>'traceparent' AS traceparent FROM identity.outbox_message WHERE subject = 'evt.identity.account-changed.v1' AND payload::text LIKE '%TRACED%'`,
    );
    rows = published.map(({ traceparent }) => traceparent.split('-')[1]!);
  } finally {
    /* Spans that wait are sent when a process ends. */
    await platform.stop();
  }
  log = readFileSync(logFile, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Record<string, unknown>];
      } catch {
        return [];
      }
    });
}, LIMIT_MS);
afterAll(async () => {
  collector.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

describe('traces of the platform', () => {
  it('trace: every request has the trace id of its client from the gateway over the bus to statements, the row of its event and the consumer in another service', () => {
    expect(statuses).toEqual(traceIds.map(() => 201));
    const byTrace = Map.groupBy(collector.spans, ({ traceId }) => traceId);
    const seen = traceIds.map((traceId) => {
      const spans = (byTrace.get(traceId) ?? []).map(({ service, name }) => `${service}: ${name}`);
      return {
        gateway: spans.includes('auth-gateway: POST /api/v1/users/'),
        call: spans.includes('auth-gateway: identity.attendance-account.create'),
        service: spans.includes('identity: identity.attendance-account.create'),
        commit: spans.includes('identity: COMMIT'),
        published: spans.includes('identity: evt.identity.account-changed.v1'),
        consumed: spans.includes('attendance: evt.identity.account-changed.v1'),
        effect: spans.includes('attendance: COMMIT'),
      };
    });
    const whole = Object.fromEntries(Object.keys(seen[0]!).map((part) => [part, true]));
    expect(seen).toEqual(traceIds.map(() => whole));
    expect([...rows].sort()).toEqual([...traceIds].sort());
  });

  it('trace: every span but the first of a trace names its parent, which was recorded too', () => {
    const known = new Set(collector.spans.map(({ spanId }) => spanId));
    const ours = collector.spans.filter(({ traceId }) => traceIds.includes(traceId));
    const lost = ours.filter(({ parentSpanId = '' }) => !known.has(parentSpanId));
    expect(lost.map(({ name }) => name)).toEqual(traceIds.map(() => 'POST /api/v1/users/'));
  });

  it('trace: every line of the log about a request has its trace id', () => {
    const requests = log.filter(({ context }) => context === 'Http');
    expect(requests.filter(({ traceId }) => typeof traceId !== 'string')).toEqual([]);
    expect(requests.map(({ traceId }) => traceId)).toEqual(expect.arrayContaining(traceIds));
  });
});
