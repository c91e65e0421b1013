import { describe, expect, it } from '@jest/globals';
import { defineSettings } from './define-settings.js';
import { platformSettings } from './platform-settings.js';
import { readSettings, SettingsError } from './read-settings.js';
import { bool, integer, number, path, removed, text, url } from './setting-types.js';

const vision = defineSettings('vision', {
  WORKERS: integer({ default: 1, min: 1, max: 64, desc: 'Worker threads' }),
  THRESHOLD: number({ default: 0.5, min: 0, max: 1, desc: 'Least similarity' }),
  GATE: bool({ default: false, desc: 'Whether weak signals gate' }),
  MODEL_DIR: path({ desc: 'Folder of the models' }),
  TOKEN: text({ default: undefined, secret: true, desc: 'Access to the model store' }),
  CALLBACK: url({ default: undefined, secret: true, desc: 'Address with a password in it' }),
});

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings([vision, platformSettings], environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
  }
  throw new Error('no SettingsError');
}

describe('readSettings', () => {
  it('readSettings: returns typed values, and defaults for what is not set', () => {
    const [values] = readSettings([vision], { MODEL_DIR: '/models', WORKERS: '4', GATE: 'true' });
    expect(values).toEqual({
      WORKERS: 4,
      THRESHOLD: 0.5,
      GATE: true,
      MODEL_DIR: '/models',
      TOKEN: undefined,
      CALLBACK: undefined,
    });
  });

  it('readSettings: a removed setting is refused with what replaces it, and empty it is not missed', () => {
    const spec = defineSettings('old', { OLD: removed('Set NEW, a rate, instead.') });
    expect(readSettings([spec], { OLD: ' ' })).toEqual([{ OLD: undefined }]);
    expect(() => readSettings([spec], { OLD: '0.9' })).toThrow(/OLD is wrong: .*Set NEW, a rate, instead\./);
  });

  it('readSettings: freezes what it returns', () => {
    const [values] = readSettings([platformSettings], {});
    expect(() => {
      (values as { PORT: number }).PORT = 1;
    }).toThrow(TypeError);
  });

  it('readSettings: one error names every invalid variable of all specs, with what is expected', () => {
    const problems = problemsOf({ WORKERS: '0', THRESHOLD: 'high', PORT: '70000', LOG_LEVEL: 'loud' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'LOG_LEVEL',
      'MODEL_DIR',
      'PORT',
      'THRESHOLD',
      'WORKERS',
    ]);
    expect(problems.join('\n')).toMatch(/MODEL_DIR is missing: expected path \(Folder of the models\)/);
    expect(problems.join('\n')).toMatch(/WORKERS is wrong: expected whole number, at least 1, at most 64/);
    expect(problems.join('\n')).toMatch(/LOG_LEVEL is wrong: expected fatal \| error \| warn/);
  });

  it.each(['5s', '1e400', '0x', '1.5', 'NaN'])('readSettings: %p is not a whole number', (value) => {
    expect(problemsOf({ MODEL_DIR: '/m', WORKERS: value })).toHaveLength(1);
  });

  it('readSettings: an empty variable counts as not set', () => {
    const [values] = readSettings([platformSettings], { PORT: '', DATABASE_URL: ' ' });
    expect(values.PORT).toBe(8000);
    expect(values.DATABASE_URL).toBeUndefined();
  });

  it.each(['Europe/Atlantis', '+05:30', 'IST'])('readSettings: %s is no time zone of a site', (zone) => {
    expect(problemsOf({ MODEL_DIR: '/m', SITE_TIME_ZONE: zone })).toEqual([
      expect.stringMatching(/^SITE_TIME_ZONE is wrong: expected IANA name of a time zone/),
    ]);
    const [values] = readSettings([platformSettings], { SITE_TIME_ZONE: 'Asia/Kolkata' });
    expect(values.SITE_TIME_ZONE).toBe('Asia/Kolkata');
  });

  it('readSettings: accepts port 0', () => {
    expect(readSettings([platformSettings], { PORT: '0' })[0].PORT).toBe(0);
  });

  it('readSettings: an error does not show the value of a secret', () => {
    const [problem] = problemsOf({ MODEL_DIR: '/m', CALLBACK: 'hunter2' });
    expect(problem).toMatch(/^CALLBACK is wrong/);
    expect(problem).not.toContain('hunter2');
  });

  it('defineSettings: refuses a name that is not an environment variable', () => {
    expect(() => defineSettings('x', { port: integer({ default: 1, desc: '' }) })).toThrow(/Invalid name/);
  });
});
