import { writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { diskFull, StartError } from './start-error.js';

const failureOf = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
};
const sentence = (folder: string): string =>
  `The disk is full: nothing more can be written in ${folder}. Free some space, then try again.`;
const failed = (message: string, details: object): Error => Object.assign(new Error(message), details);

describe('a full disk at the start', () => {
  it('diskFull: a failed write is a StartError that names the folder of the settings', () => {
    const full = failureOf(() => writeFileSync('/dev/full', 'key'));
    const told = diskFull(full, '/srv/argus');
    expect(told).toBeInstanceOf(StartError);
    expect((told as Error).message).toBe(sentence('/srv/argus'));
  });

  it.each([
    [
      'the folder of the file, where the system names it',
      failed('x', { code: 'ENOSPC', path: '/var/a/b' }),
      '/var/a',
    ],
    ['a quota', failed('x', { code: 'EDQUOT', path: '/var/a/b' }), '/var/a'],
    [
      'what a program said that was started',
      new Error('PostgreSQL does not start', {
        cause: new Error('initdb ended with 1: could not write to file: No space left on device'),
      }),
      '/srv/argus',
    ],
    [
      'PostgreSQL, whose disk may be elsewhere',
      failed('could not extend file: No space left on device', { code: '53100' }),
      "PostgreSQL's data",
    ],
  ])('diskFull: the sentence names %s', (_, error, place) => {
    expect((diskFull(error, '/srv/argus') as Error).message).toBe(sentence(place));
  });

  it('diskFull: another failure stays what it is', () => {
    const other = failed('x', { code: 'EACCES' });
    expect(diskFull(other, '/srv/argus')).toBe(other);
    expect(diskFull('text', '/srv/argus')).toBe('text');
  });
});
