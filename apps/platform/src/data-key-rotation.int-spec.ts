import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenTrustContract } from '@argus/contracts';
import { DataKeys, withClient } from '@argus/persistence';
import { loginOf } from '@argus/testing/postgres';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { rotateDataKey } from './data-key-rotation.js';
import { services } from './services.js';

const definitions = services.filter(({ name }) => ['identity', 'attendance'].includes(name));
const identity = definitions.find(({ name }) => name === 'identity')!;
const settings = { ADMIN_PASSWORD: 'first admin of a test' };
let site: Site;
let running: ServiceReplica;

const file = (): string => join(site.folder, 'secrets', 'data.key');
const lines = (): string[] => readFileSync(file(), 'utf8').trim().split('\n');
const start = (): Promise<ServiceReplica> => ServiceReplica.start(identity, { site, settings });
async function rotate(): Promise<Record<string, number>> {
  const urls = new Map<string, string>();
  for (const { schema = '' } of definitions) urls.set(schema, await loginOf(site.databaseUrl, schema));
  const place = { DATA_DIR: site.folder, DATA_KEY_FILE: undefined };
  return rotateDataKey(place, definitions, (schema) => urls.get(schema)!);
}
const keyIds = (): Promise<string[]> =>
  withClient(site.databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT encode(substring(wrapped FROM 2 FOR 4), 'hex') AS id FROM identity.data_key ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  });
const sealFor = async (subject: string): Promise<Uint8Array> =>
  running.database.transaction(async (tx) =>
    (await running.get(DataKeys).of(tx, subject)).seal(Buffer.from(subject), 'place'),
  );

beforeAll(async () => {
  site = await Site.create();
  running = await start();
});
afterAll(async () => {
  await running.stop();
  await site.remove();
});

it('npm run keys -- rotate-data: a running service reads and seals on, and one that starts afterwards opens all with the new key alone', async () => {
  const [former] = lines();
  const before = await sealFor('ada');
  const [formerId] = await keyIds();
  expect(await rotate()).toMatchObject({ identity: 2, attendance: 1 });
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).not.toBe(former);
  expect(statSync(file()).mode & 0o777).toBe(0o600);

  /* It still runs with what it read at its start. */
  await sealFor('grace');
  const ids = await keyIds();
  expect(ids).toHaveLength(1);
  expect(ids).not.toContain(formerId);
  const fresh = await start();
  try {
    const sealers = await fresh.get(DataKeys).ofMany(['ada', 'grace']);
    expect(Buffer.from(sealers.get('ada')!.open(before, 'place')).toString()).toBe('ada');
    expect(sealers.size).toBe(2);
    expect((await fresh.call(tokenTrustContract.operations.keys, {})).keys.length).toBeGreaterThan(0);
  } finally {
    await fresh.stop();
  }

  /* With the former key alone nothing starts. */
  const present = readFileSync(file(), 'utf8');
  writeFileSync(file(), `${former}\n`);
  await expect(start()).rejects.toThrow('is not the one of this database');
  /* Without a key none is made. */
  rmSync(file());
  await expect(start()).rejects.toThrow('there is no data key');
  expect(existsSync(file())).toBe(false);
  writeFileSync(file(), present);
});

it('npm run keys -- rotate-data: goes on with the key of a rotation that was killed, and a second one at once is refused', async () => {
  const [present] = lines();
  const next = Buffer.alloc(32, 7).toString('base64');
  writeFileSync(file(), `${next}\n${present}\n`);
  await sealFor('dorothy');
  expect(await keyIds()).toHaveLength(2);
  const outcomes = await Promise.allSettled([rotate(), rotate()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(lines()).toEqual([next]);
  expect(await keyIds()).toHaveLength(1);
});
