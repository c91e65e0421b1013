import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineSettings } from './define-settings.js';
import { readSettings } from './read-settings.js';
import { secretFiles } from './secret-files.js';
import { path, port, text } from './setting-types.js';

const store = defineSettings('store', {
  PASSWORD: text({ default: undefined, secret: true, desc: 'Password' }),
  PASSPHRASE: text({ default: undefined, secret: true, desc: 'Passphrase' }),
  PASSPHRASE_FILE: path({ default: undefined, desc: 'File whose first line is the passphrase' }),
  PORT: port({ default: 1, desc: 'Port' }),
});

describe('secrets in files', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'argus-secrets-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const fileOf = (content: string): string => {
    const file = join(folder, 'secret');
    writeFileSync(file, content);
    return file;
  };
  const read = (environment: Record<string, string>) => readSettings([store], environment)[0];

  it('secret file: holds a setting, without the end of its line', () => {
    expect(read({ PASSWORD_FILE: fileOf(' correct horse \n') }).PASSWORD).toBe(' correct horse');
    expect(read({ PASSWORD_FILE: ' ' }).PASSWORD).toBeUndefined();
  });

  it('secret file: only secrets have one, and none where the spec declares the file itself', () => {
    expect(secretFiles([store])).toEqual(['PASSWORD_FILE']);
    expect(read({ PORT_FILE: fileOf('7') }).PORT).toBe(1);
  });

  it('secret file: a missing or empty one, and a setting given twice, are named without the secret', () => {
    expect(() => read({ PASSWORD_FILE: join(folder, 'none') })).toThrow(
      /PASSWORD_FILE is wrong: .*none cannot be read \(ENOENT\)/,
    );
    expect(() => read({ PASSWORD_FILE: fileOf('\n') })).toThrow(/PASSWORD_FILE is wrong: .*secret is empty/);
    const twice = { PASSWORD: 'hunter2', PASSWORD_FILE: fileOf('hunter3') };
    expect(() => read(twice)).toThrow(/^(?!.*hunter)[^]*PASSWORD_FILE is wrong: PASSWORD is set as well/);
  });
});
