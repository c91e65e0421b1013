import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataKeyError, keyOfService, readDataKey } from './data-key.js';

describe('the data key', () => {
  let DATA_DIR: string;
  beforeEach(() => {
    DATA_DIR = mkdtempSync(join(tmpdir(), 'argus-key-'));
  });
  afterEach(() => rmSync(DATA_DIR, { recursive: true }));

  it('data key: is created once and readable by the owner only', () => {
    const first = readDataKey({ DATA_DIR, DATA_KEY_FILE: undefined });
    const second = readDataKey({ DATA_DIR, DATA_KEY_FILE: undefined });
    expect(first).toMatchObject({ created: true, file: join(DATA_DIR, 'secrets', 'data.key') });
    expect(second).toEqual({ ...first, created: false });
    expect(first.key).toHaveLength(32);
    expect(statSync(first.file).mode & 0o777).toBe(0o600);
    expect(statSync(join(DATA_DIR, 'secrets')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(DATA_DIR, 'secrets'))).toEqual(['data.key']);
  });

  it('data key: is never replaced: a damaged or missing file is an error', () => {
    const file = join(DATA_DIR, 'given.key');
    expect(() => readDataKey({ DATA_DIR, DATA_KEY_FILE: file })).toThrow(DataKeyError);
    writeFileSync(file, 'too short');
    expect(() => readDataKey({ DATA_DIR, DATA_KEY_FILE: file })).toThrow(DataKeyError);
    expect(readFileSync(file, 'utf8')).toBe('too short');
  });

  it('data key: each service gets a sealing key of its own', () => {
    const key = new Uint8Array(32).fill(7);
    expect(keyOfService(key, 'vision')).toEqual(keyOfService(key, 'vision'));
    expect(keyOfService(key, 'vision')).not.toEqual(keyOfService(key, 'attendance'));
    expect(keyOfService(key, 'vision')).not.toEqual(key);
  });
});
