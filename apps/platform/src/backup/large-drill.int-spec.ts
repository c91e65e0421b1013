import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { withClient } from '@argus/persistence';
import {
  appFile,
  checkSize,
  eventually,
  HttpClient,
  LaunchedProcess,
  type Platform,
  startPlatform,
} from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runBackupCommand } from './backup-command.js';

/* A backup and restore at size, by hand: `npm run check:backup` fills 5 GB. Clients write all the while, then the platform is killed. */
const GIGABYTES = checkSize('DRILL_GIGABYTES', 0);
const READINGS_OF_A_GIGABYTE = 2_700_000;
const PHOTOGRAPHS_OF_A_GIGABYTE = 3_200;
const PHOTOGRAPH_BYTES = 200_000;
const MACHINES = 20;
const MAX_RECOVERY_SECONDS = 600;
const passphrase = 'a passphrase of the drill';

let folder: string;
let platform: Platform;
let url: string;
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const run = (words: string, dataDirectory: string) =>
  runBackupCommand(words.split(' '), { DATA_DIR: dataDirectory, BACKUP_PASSPHRASE: passphrase });
const secondsSince = (startedAt: number): number => Math.round((performance.now() - startedAt) / 100) / 10;

async function fill(): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `INSERT INTO equipment.equipment (equipment_type, model, installation_date)
       SELECT 'Robot', 'drill', '2024-01-01' FROM generate_series(1, $1)`,
      [MACHINES],
    );
    await client.query(
      `INSERT INTO equipment.reading (equipment_id, measured_at, id, temperature, speed, pressure)
       SELECT machine.id, date_trunc('week', now(), 'UTC') + n * interval '1 s', nextval('equipment.reading_id'),
              random() * 100, random() * 1000, random() * 10
         FROM equipment.equipment machine, generate_series(1, $1::int) n`,
      [Math.round((GIGABYTES * READINGS_OF_A_GIGABYTE) / MACHINES)],
    );
    const task = randomUUID();
    await client.query(
      `INSERT INTO attendance.face_task (id, kind, status, requested_by, input, photograph_bytes, ended_at)
       VALUES ($1, 'enrol', 'completed', 1, '{}', 0, now())`,
      [task],
    );
    for (let at = 0; at < GIGABYTES * PHOTOGRAPHS_OF_A_GIGABYTE; at++)
      await client.query('INSERT INTO attendance.face_photograph VALUES ($1, $2, $3)', [
        task,
        at,
        randomBytes(PHOTOGRAPH_BYTES),
      ]);
  });
}

/** Count and checksum of every row of the tables that nobody writes to meanwhile, and of the named accounts. */
const checksumsIn = (database: string, names: readonly string[]): Promise<Record<string, unknown>> =>
  withClient(database, async (client) => {
    const sum = (table: string): string =>
      `SELECT count(*)::int AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS sum FROM ${table} t`;
    const sums: Record<string, unknown> = {};
    for (const table of ['equipment.equipment', 'equipment.reading', 'attendance.face_photograph'])
      sums[table] = (await client.query(sum(table))).rows[0];
    const accounts = await client.query(`${sum('identity.account')} WHERE username = ANY($1)`, [names]);
    return { ...sums, accounts: accounts.rows[0] as unknown };
  });

const accountsIn = (database: string): Promise<string[]> =>
  withClient(database, async (client) => {
    const { rows } = await client.query<{ username: string }>('SELECT username FROM identity.account');
    return rows.map(({ username }) => username);
  });

(GIGABYTES > 0 ? describe : describe.skip)('a large installation', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'argus-large-drill-'));
    chmodSync(folder, 0o755);
    platform = await startPlatform({ mode: 'embedded', settings: { RATE_LIMIT_FACTOR: '1000000' } });
    url = (await EmbeddedPostgres.urlOfRunning(join(platform.dataDirectory, 'postgres')))!;
    await fill();
  }, 3_600_000);
  afterAll(async () => {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(`drill: ${GIGABYTES} GB are back, and serve, within ten minutes; nothing that was stored before the copy ended is lost`, async () => {
    const [{ size }] = await withClient(
      url,
      async (client) =>
        (await client.query<{ size: string }>('SELECT pg_database_size(current_database()) AS size'))
          .rows as [{ size: string }],
    );
    expect(Number(size)).toBeGreaterThanOrEqual(GIGABYTES * 1e9);
    const stored: { readonly name: string; readonly atMs: number }[] = [];
    let writing = true;
    const writer = (async () => {
      const client = new HttpClient(platform.url);
      for (let turn = 0; writing; turn++) {
        const username = `during${turn}`;
        const account = { username, email: `${username}@example.com`, password: 'correct horse battery' };
        if ((await client.post('/signup', { ...account, type: 'student' })).status === 201)
          stored.push({ name: username, atMs: performance.now() });
      }
    })().catch(() => undefined);
    const archive = join(folder, 'large.argus');
    const backupAt = performance.now();
    expect(await run(`backup --to ${archive}`, platform.dataDirectory)).toMatchObject({ status: 0 });
    const backupSeconds = secondsSince(backupAt);
    const killedAtMs = performance.now();
    await platform.kill();
    writing = false;
    await writer;

    const elsewhere = join(folder, 'elsewhere');
    const restoreAt = performance.now();
    expect(await run(`restore --from ${archive}`, elsewhere)).toMatchObject({
      status: 0,
      output: expect.stringContaining('Audit:     Intact: '),
    });
    const restoreSeconds = secondsSince(restoreAt);
    const back = await LaunchedProcess.start(appFile('platform/dist/main.js'), {
      environment: { PORT: '0', OPERATIONS_PORT: '0', DATA_DIR: elsewhere, LOG_LEVEL: 'warn' },
    });
    try {
      const { email, password } = platform.admin;
      const client = new HttpClient(back.url);
      await eventually(
        () => client.post('/api/token/', { username: email, password }),
        ({ status }) => status === 200,
      );
      const recoverySeconds = secondsSince(restoreAt);
      const copy = (await EmbeddedPostgres.urlOfRunning(join(elsewhere, 'postgres')))!;
      const names = new Set(await accountsIn(copy));
      const kept = stored.filter(({ name }) => names.has(name));
      const lost = stored.slice(kept.length);
      expect(kept).toEqual(stored.slice(0, kept.length));
      /* The copy ends when the log is copied; what is left of the archive is read back after it. */
      const lostSeconds = lost[0] === undefined ? 0 : Math.round((killedAtMs - lost[0].atMs) / 1000);
      say(
        `Drill: ${(Number(size) / 1e9).toFixed(1)} GB, archive ${(statSync(archive).size / 1e9).toFixed(1)} GB; ` +
          `backup ${backupSeconds} s, restore ${restoreSeconds} s, serving after ${recoverySeconds} s; ` +
          `${stored.length} accounts acknowledged meanwhile, ${lost.length} of the last ${lostSeconds} s before the kill lost`,
      );
      const compared = kept.map(({ name }) => name);
      expect(await checksumsIn(copy, compared)).toEqual(await checksumsIn(url, compared));
      expect(recoverySeconds).toBeLessThanOrEqual(MAX_RECOVERY_SECONDS);
    } finally {
      await back.end('SIGTERM');
    }
  }, 7_200_000);
});
