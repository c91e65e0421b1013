import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { withClient } from '@argus/persistence';
import { HttpClient, type Platform, startPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runBackupCommand } from './backup-command.js';

/* A small installation: writes go on during the backup, it is killed, its archive is restored elsewhere. */

const passphrase = 'a passphrase of the drill';
const settings = { SERVICES: 'auth-gateway,identity' };
let folder: string;
let archive: string;
let erasures: string;
let platform: Platform;
const stored: string[] = [];

const run = (words: string, dataDirectory: string, secret = passphrase) =>
  runBackupCommand(words.split(' '), { DATA_DIR: dataDirectory, BACKUP_PASSPHRASE: secret });
const ownerUrl = async (dataDirectory: string): Promise<string> =>
  (await EmbeddedPostgres.urlOfRunning(join(dataDirectory, 'postgres')))!;
const signUp = (username: string) =>
  new HttpClient(platform.url).post('/signup', {
    username,
    email: `${username}@example.com`,
    password: 'correct horse battery',
    type: 'student',
  });

const erased = '8a3f2c1e-0000-4000-8000-000000000001';
const makeKeys = (url: string) =>
  withClient(url, (client) =>
    client.query(
      `CREATE TABLE IF NOT EXISTS identity.data_key (subject text PRIMARY KEY, id uuid UNIQUE, wrapped bytea);
       CREATE TABLE IF NOT EXISTS identity.erasure (key_id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
       INSERT INTO identity.data_key (subject, id, wrapped)
       VALUES ('stays', gen_random_uuid(), '\\x01'), ('goes', '${erased}', '\\x02')`,
    ),
  );
const destroyKey = (url: string) =>
  withClient(url, (client) =>
    client.query(
      `DELETE FROM identity.data_key WHERE id = '${erased}'; INSERT INTO identity.erasure (key_id) VALUES ('${erased}')`,
    ),
  );
const subjectsIn = (url: string): Promise<string[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ subject: string }>(
      `SELECT subject FROM identity.data_key WHERE subject IN ('stays', 'goes')`,
    );
    return rows.map(({ subject }) => subject);
  });

/** A checksum of the rows of each table that were committed until the given moment of the source. */
const accountsIn = (url: string, names: readonly string[]): Promise<unknown> =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT count(*)::int AS count, md5(string_agg(account::text, '|' ORDER BY family, id)) AS checksum
         FROM identity.account WHERE username = ANY($1)`,
      [names],
    );
    return rows[0] as unknown;
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argus-drill-'));
  chmodSync(folder, 0o755);
  archive = join(folder, 'drill.argus');
  erasures = join(folder, 'erasures.json');
  platform = await startPlatform({ mode: 'embedded', settings });
}, 300_000);
afterAll(async () => {
  await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('backup and restore', () => {
  it('drill: written during the backup, killed, restored elsewhere: nothing stored before is lost, checksums and audit chain hold, erased keys stay erased, sessions ended', async () => {
    const before = ['anna', 'berta', 'carla'];
    for (const name of before) expect((await signUp(name)).status).toBe(201);
    const { email: username, password } = platform.admin;
    expect((await new HttpClient(platform.url).post('/api/token/', { username, password })).status).toBe(200);
    const url = await ownerUrl(platform.dataDirectory);
    await makeKeys(url);
    /* This small installation has no attendance; its receivers and cameras are told by their tables alone. */
    await withClient(url, (client) =>
      client.query(`CREATE SCHEMA IF NOT EXISTS attendance; CREATE TABLE attendance.webhook (status text);
        INSERT INTO attendance.webhook VALUES ('active'), ('disabled');
        CREATE TABLE attendance.camera (watch boolean, maintenance boolean);
        INSERT INTO attendance.camera VALUES (true, false), (true, true), (false, false)`),
    );
    let writing = true;
    const writer = (async () => {
      for (let i = 0; writing; i++)
        if ((await signUp(`during${i}`)).status === 201) stored.push(`during${i}`);
    })();
    const backedUp = await run(`backup --to ${archive}`, platform.dataDirectory);
    expect(backedUp).toMatchObject({ status: 0, output: expect.stringContaining('read back in full') });
    writing = false;
    await writer;
    await destroyKey(url);
    expect((await run(`backup --erasures ${erasures}`, platform.dataDirectory)).status).toBe(0);
    await platform.kill();
    expect(stored.length).toBeGreaterThan(0);

    const elsewhere = join(folder, 'elsewhere');
    const restored = await run(`restore --from ${archive} --erasures ${erasures}`, elsewhere);
    expect(restored).toMatchObject({ status: 0, output: expect.stringContaining('Audit:     Intact: ') });
    expect(restored.output).toContain('Erasures:  1 keys destroyed again.');
    expect(restored.output).toMatch(/Sessions: {2}1 sessions ended/);
    expect(restored.output).toContain('Webhooks:  1 receivers paused');
    expect(restored.output).toContain('Cameras:   1 that were watched are in maintenance');

    const copy = await EmbeddedPostgres.start({ directory: join(elsewhere, 'postgres') });
    /* The server outlives its killed parent. */
    const original = url;
    try {
      expect(await subjectsIn(copy.url)).toEqual(['stays']);
      const names = await withClient(copy.url, async (client) =>
        (await client.query<{ username: string }>('SELECT username FROM identity.account')).rows.map(
          (row) => row.username,
        ),
      );
      expect(names).toEqual(expect.arrayContaining(before));
      /* What was acknowledged while the copy ran is a prefix: the log ends at one moment. */
      const during = stored.filter((name) => names.includes(name));
      expect(during).toEqual(stored.slice(0, during.length));
      const compared = [...before, ...during];
      expect(await accountsIn(copy.url, compared)).toEqual(await accountsIn(original, compared));
      expect(await accountsIn(copy.url, compared)).toMatchObject({ count: compared.length });
    } finally {
      await copy.stop();
    }
  }, 300_000);

  it('restored secrets: have the content and the rights that they had', () => {
    const [source, copy] = [platform.dataDirectory, join(folder, 'elsewhere')].map((data) =>
      join(data, 'secrets'),
    );
    const names = filesBelow(source!);
    expect(names).toContain('data.key');
    for (const name of names) {
      expect(readFileSync(join(copy!, name))).toEqual(readFileSync(join(source!, name)));
      expect(statSync(join(copy!, name)).mode).toBe(statSync(join(source!, name)).mode);
    }
  });

  it('restore: replaces nothing that is there, and backup replaces no file', async () => {
    const occupied = await run(`restore --from ${archive}`, join(folder, 'elsewhere'));
    expect(occupied).toMatchObject({ status: 1, output: expect.stringContaining('nothing is replaced') });
    const again = await run(`backup --to ${archive}`, join(folder, 'elsewhere'));
    expect(again).toMatchObject({ status: 1, output: expect.stringContaining('is there already') });
  });

  it('archive: holds none of the secrets in plain, and only its owner reads it', () => {
    const bytes = readFileSync(archive);
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    for (const word of [
      'anna',
      'PG_VERSION',
      readFileSync(join(platform.dataDirectory, 'secrets', 'data.key'), 'utf8').trim(),
    ])
      expect(bytes.includes(word)).toBe(false);
  });

  it.each<[string, (file: string) => void, string]>([
    ['one bit of its first chunk is changed', (file) => flip(file, 5000), 'does not open'],
    [
      'one bit of its last chunk is changed',
      (file) => flip(file, statSync(file).size - 10),
      'damaged or cut off',
    ],
    ['its last chunk is cut off', (file) => cutLastChunk(file), 'damaged or cut off'],
    [
      'it is another file',
      (file) => writeFileSync(file, 'not an archive, though long enough to have a head'),
      'no archive',
    ],
  ])('restore: refuses an archive when %s, and leaves nothing behind', async (_, spoil, words) => {
    const spoilt = join(folder, 'spoilt.argus');
    copyFileSync(archive, spoilt);
    spoil(spoilt);
    const target = join(folder, 'nowhere');
    const refused = await run(`restore --from ${spoilt}`, target);
    expect(refused).toMatchObject({ status: 1, output: expect.stringContaining(words) });
    expect(readdirSync(folder).filter((name) => name.startsWith('nowhere'))).toEqual([]);
  });

  it('restore: a wrong passphrase opens nothing; backup refuses a short one', async () => {
    const wrong = await run(`restore --from ${archive}`, join(folder, 'nowhere'), 'another passphrase');
    expect(wrong).toMatchObject({ status: 1, output: expect.stringContaining('the passphrase is wrong') });
    const short = await run(`backup --to ${join(folder, 'short')}`, platform.dataDirectory, 'short');
    expect(short).toMatchObject({ status: 1, output: expect.stringContaining('at least 12 characters') });
    expect(existsSync(join(folder, 'short'))).toBe(false);
  });
});

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );

function flip(file: string, at: number): void {
  const byte = readFileSync(file)[at]! ^ 1;
  const opened = openSync(file, 'r+');
  writeSync(opened, Buffer.from([byte]), 0, 1, at);
  closeSync(opened);
}

/** Leaves whole chunks, so that only the mark of the last one can tell. */
function cutLastChunk(file: string): void {
  const bytes = readFileSync(file);
  let at = 50;
  for (let next = at; next < bytes.length; next += 4 + bytes.readUInt32BE(next)) at = next;
  writeFileSync(file, bytes.subarray(0, at));
}

it('npm run backup: refuses a PostgreSQL of its own before it asks for a passphrase', async () => {
  const settings = { DATABASE_URL: 'postgres://argus@localhost/argus' };
  expect(await runBackupCommand(['backup', '--to', join(tmpdir(), 'argus-own.argus')], settings)).toEqual({
    status: 1,
    output: expect.stringContaining('pgBackRest'),
  });
});
