import { describe, expect, it } from '@jest/globals';
import { operatorWords } from './operator-words.js';
import { SettingsError } from './read-settings.js';
import { diskFull, StartError } from './start-error.js';

const here = { DATA_DIR: '/srv/argus' };
const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
const sentence =
  'The disk is full: nothing more can be written in /srv/argus. Free some space, then try again.';

describe('what an operator is told', () => {
  it.each<[string, unknown, string | undefined]>([
    ['a full disk', full, sentence],
    ['a full disk under another error', new Error('The archive broke', { cause: full }), sentence],
    [
      'a full disk of another folder',
      diskFull(full, '/mnt/backups'),
      sentence.replace('/srv/argus', '/mnt/backups'),
    ],
    ['what a start refuses', new StartError('No database.'), 'No database.'],
    ['wrong settings', new SettingsError([]), new SettingsError([]).message],
    ['nothing of what nobody foresaw', new TypeError('x is no function'), undefined],
  ])('operatorWords: %s', (_, error, words) => {
    expect(operatorWords(error, here)).toBe(words);
  });
});
