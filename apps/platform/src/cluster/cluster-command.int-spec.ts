import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformSettings, readSettings } from '@argus/service-kit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { services } from '../services.js';
import { clusterCommand, composeCommand } from './cluster-command.js';

interface Secret {
  readonly metadata: { readonly name: string };
  readonly stringData: Readonly<Record<string, string>>;
}

describe('npm run keys -- cluster', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'argus-cluster-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const environment = () => ({
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: 'postgres://owner:hunter2@db.example/argus',
  });
  const run = (file: string, ...more: string[]) =>
    clusterCommand([join(folder, file), ...more], environment());
  const secretsIn = (file: string): Record<string, Secret['stringData']> => {
    const { items } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { items: Secret[] };
    return Object.fromEntries(items.map(({ metadata, stringData }) => [metadata.name, stringData]));
  };

  it('cluster secrets: every service gets its own login and keys, and no secret is in two of them but the data key', () => {
    expect(run('secrets.json')).toMatchObject({ status: 0 });
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
    const {
      'argus-migrations': migrations,
      'argus-logins': logins,
      'argus-nats': nats,
      ...of
    } = secretsIn('secrets.json');
    expect(Object.keys(of).sort()).toEqual(services.map(({ name }) => `argus-${name}`).sort());
    expect(migrations?.['database-url']).toContain('owner:hunter2@');
    expect(JSON.stringify(of)).not.toContain('hunter2');
    const kept = Object.values(of).flatMap((secret) =>
      Object.entries(secret).flatMap(([name, text]) => (name === 'data-key' ? [] : text.split(','))),
    );
    expect(new Set(kept).size).toBe(kept.length);
    for (const { name, schema, sealingLabel } of services) {
      const secret = of[`argus-${name}`]!;
      const [{ BUS_KEYS, NATS_NKEY, DATABASE_URL }] = readSettings([platformSettings], {
        BUS_KEYS: secret['bus-keys'],
        NATS_NKEY: secret['nats-nkey'],
        DATABASE_URL: secret['database-url'],
      });
      expect(BUS_KEYS?.[0]?.service).toBe(name);
      expect(NATS_NKEY).toMatch(/^SU/);
      expect([DATABASE_URL !== undefined, 'data-key' in secret]).toEqual([
        schema !== undefined,
        schema !== undefined && sealingLabel !== null,
      ]);
      if (schema !== undefined) {
        const { username, password } = new URL(DATABASE_URL!);
        expect(logins?.[username]).toBe(password);
      }
    }
    expect(nats?.['auth.conf']).not.toMatch(/"S[UA][A-Z0-9]{50}/);
  });

  it('cluster secrets: the same installation has the same secrets again, under the name of another release', () => {
    run('one.json');
    expect(run('two.json', 'campus')).toMatchObject({ status: 0 });
    const renamed = Object.entries(secretsIn('one.json')).map(([name, secret]) => [
      name.replace('argus', 'campus-argus'),
      secret,
    ]);
    expect(secretsIn('two.json')).toEqual(Object.fromEntries(renamed));
  });

  it('compose secrets: are the same, as files that a container’s user can read in a folder that only the owner enters', () => {
    run('secrets.json');
    const former = process.umask(0o077);
    try {
      expect(composeCommand([join(folder, 'secrets')], environment())).toMatchObject({ status: 0 });
    } finally {
      process.umask(former);
    }
    const identity = join(folder, 'secrets', 'identity');
    expect(readFileSync(join(identity, 'bus-keys'), 'utf8')).toBe(
      secretsIn('secrets.json')['argus-identity']?.['bus-keys'],
    );
    expect(statSync(join(identity, 'bus-keys')).mode & 0o777).toBe(0o444);
    expect(statSync(identity).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
    expect(composeCommand([join(folder, 'secrets')], environment())).toMatchObject({ status: 1 });
  });

  it('cluster secrets: a file that is there, a bad prefix and a missing address are refused, and nothing is written', () => {
    writeFileSync(join(folder, 'there.json'), 'mine');
    expect(run('there.json')).toEqual({ status: 1, output: expect.stringContaining('is there already') });
    expect(readFileSync(join(folder, 'there.json'), 'utf8')).toBe('mine');
    expect(run('new.json', 'Bad_Prefix')).toMatchObject({ status: 2 });
    const { DATA_DIR } = environment();
    expect(clusterCommand([join(folder, 'new.json')], { DATA_DIR })).toEqual({
      status: 1,
      output: expect.stringContaining('Set DATABASE_URL'),
    });
    expect(() => statSync(join(folder, 'new.json'))).toThrow('ENOENT');
  });
});
