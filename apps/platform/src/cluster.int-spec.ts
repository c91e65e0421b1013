import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFile, LaunchedProcess } from '@argus/testing';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let database: TestDatabase;
let folder: string;
let environment: Record<string, string>;

const run = async (words: readonly string[], changes: Record<string, string> = {}) => {
  const args = [...words];
  const launched = LaunchedProcess.launch(appFile('calibration/dist/main.js'), {
    args,
    environment: { ...environment, ...changes },
  });
  return { status: await launched.ended, log: launched.log };
};

beforeAll(async () => {
  database = await createDatabase();
  folder = mkdtempSync(join(tmpdir(), 'argus-cluster-'));
  const [key, url] = ['data-key', 'database-url'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(key, randomBytes(32).toString('base64'));
  writeFileSync(url, await loginOf(database.url, 'calibration'));
  environment = {
    DEPLOYMENT: 'cluster',
    DATABASE_URL_FILE: url,
    DATA_KEY_FILE: key,
    DATA_DIR: join(folder, 'data'),
    OPERATIONS_PORT: '0',
    LOG_FORMAT: 'json',
  };
});
afterAll(async () => {
  await database?.drop();
  rmSync(folder, { recursive: true });
});

describe('a replica in a cluster', () => {
  it('cluster: without a data key that all replicas share, a service that seals does not start', async () => {
    expect(await run([], { DATA_KEY_FILE: '' })).toEqual({
      status: 1,
      log: expect.stringContaining('calibration needs DATA_KEY_FILE with DEPLOYMENT=cluster'),
    });
  });

  it('cluster: a service starts only on tables that `main.js migrate` brought up to date', async () => {
    expect(await run([])).toEqual({ status: 1, log: expect.stringMatching(/lack \d+ of \d+ migrations/) });
    const both = await Promise.all([run(['migrate']), run(['migrate'])]);
    for (const each of both)
      expect(each).toEqual({
        status: 0,
        log: expect.stringContaining('The tables of calibration are up to date'),
      });
    const service = await LaunchedProcess.start(appFile('calibration/dist/main.js'), { environment });
    await service.end('SIGTERM');
  });

  it('cluster: an unknown word starts nothing', async () => {
    expect(await run(['migrat'])).toEqual({
      status: 2,
      log: expect.stringContaining('with `migrate` it brings'),
    });
  });

  it('cluster: without ADMIN_PASSWORD, identity makes no first administrator in a file of one replica', async () => {
    const login = await loginOf(database.url, 'identity');
    const main = appFile('identity/dist/main.js');
    const own = { ...environment, DATABASE_URL_FILE: '', DATABASE_URL: login };
    expect(await LaunchedProcess.launch(main, { args: ['migrate'], environment: own }).ended).toBe(0);
    const refused = LaunchedProcess.launch(main, { environment: own });
    expect([await refused.ended, refused.log]).toEqual([1, expect.stringContaining('set ADMIN_PASSWORD')]);
  });
});
