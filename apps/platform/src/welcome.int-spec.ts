import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformSettings } from '@argus/service-kit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { welcome } from './welcome.js';

const password = 'generated-on-the-first-start';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-welcome-'));
  mkdirSync(join(folder, 'secrets'));
  const credentials = { email: 'admin@argus.local', password };
  writeFileSync(join(folder, 'secrets', 'first-admin.json'), JSON.stringify(credentials));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const greet = (isTerminal: boolean, startedAtMs = 0, url = 'http://127.0.0.1:8000'): string =>
  welcome({ DATA_DIR: folder } as PlatformSettings, {
    urls: [url],
    operationsUrl: 'http://127.0.0.1:9464',
    startedAtMs,
    isTerminal,
  });

describe('the first words of the platform', () => {
  it('first words: the start that made the first password shows it on a terminal, a later start does not', () => {
    expect(greet(true)).toContain(`password ${password}`);
    expect(greet(true, Date.now() + 60_000)).not.toContain(password);
  });

  it('first words: they say what to open in a browser and how the demo finds this platform', () => {
    expect(greet(true)).toMatch(/In a browser http:\/\/127\.0\.0\.1:8000\/ /);
    expect(greet(true)).toContain(`DATA_DIR=${folder} npm run demo\n`);
    expect(greet(true, 0, 'http://127.0.0.1:9000')).toContain(`DATA_DIR=${folder} PORT=9000 npm run demo\n`);
    const usual = { urls: ['http://127.0.0.1:8000'], operationsUrl: '', startedAtMs: 0 };
    expect(welcome({ DATA_DIR: '.argus' } as PlatformSettings, usual)).toMatch(/Try it +npm run demo$/m);
  });

  it('first words: without a terminal they name the file and the command instead of the password', () => {
    expect(greet(false)).not.toContain(password);
    expect(greet(false)).toContain(join(folder, 'secrets', 'first-admin.json'));
    expect(greet(false)).toContain(`DATA_DIR=${folder} npm run user -- first-password`);
  });
});
