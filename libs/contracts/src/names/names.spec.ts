import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contracts } from '../catalogue.js';
import { isCreating } from '../contract/index.js';
import { fieldsOf, tryParse } from '../fields/index.js';
import { canMean, foldText, looksOf, nameProblem } from './index.js';

const shared = (one: string, other: string): boolean => {
  const [a, b] = [looksOf(one), looksOf(other)];
  return a.inSmallLetters === b.inSmallLetters || a.inCapitals === b.inCapitals;
};

describe('foldText', () => {
  it.each([
    ['ADMIN', 'admin'],
    ['Ｐx1', 'px1'],
    ['STRASSE', 'straße'],
    ['STRAẞE', 'straße'],
    ['Istanbul', 'ıstanbul'],
    ['İzmir', 'i̇zmir'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['José', 'JOSE\u0301'],
    [' Ann ', 'ann'],
  ])('foldText: %s and %s are one name', (one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  it('foldText: an accent, a dot and another apostrophe make another name', () => {
    expect(foldText('José')).not.toBe(foldText('Jose'));
    expect(foldText('İzmir')).not.toBe(foldText('Izmir'));
    expect(foldText('O’Brien')).not.toBe(foldText("O'Brien"));
  });

  it('foldText: a text of ASCII folds the same on its short way, and beside a space that has to go the long way', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(ascii, ascii, (text, more) => {
        expect(foldText(`${text}\u00a0`)).toBe(foldText(text));
        expect(foldText(`${text}é${more}`)).toBe(
          `${text.toLowerCase().trimStart()}é${more.toLowerCase().trimEnd()}`,
        );
      }),
    );
  });

  it('foldText: folding twice changes nothing, and neither do capitals, small letters and other compositions of a text', () => {
    const letters = Array.from({ length: 0x20000 }, (_, point) => String.fromCodePoint(point)).filter(
      (letter) => /[\p{Changes_When_Casemapped}\p{M}]/u.test(letter),
    );
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.oneof(fc.constantFrom(...letters), fc.string({ unit: 'grapheme', maxLength: 1 })),
        }),
        (text) => {
          const folded = foldText(text);
          const composed = text.normalize('NFKC');
          for (const same of [folded, composed.toUpperCase(), composed.toLowerCase(), text.normalize('NFD')])
            expect(foldText(same)).toBe(folded);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('looksOf', () => {
  it.each([
    ['ADMIN', 'admin'],
    ['рос', 'poc'],
    ['НАСТ', 'HACT'],
    ['ІСО', 'ICO'],
    ['νους', 'vouς'],
    ['ᴀɴɴ', 'ᴀɴɴ'],
    ['ıan', 'ian'],
  ])('looksOf: %s looks like %s', (one, other) => {
    expect(shared(one, other)).toBe(true);
  });

  it.each([
    ['STU10', 'STU1O'],
    ['STU1', 'STUI'],
    ['burn', 'bum'],
    ['Анна', 'Инна'],
    ['jose', 'josé'],
    ['李明', '李朋'],
  ])('looksOf: %s differs from %s', (one, other) => {
    expect(shared(one, other)).toBe(false);
  });
});

describe('nameProblem', () => {
  it.each([
    'STU-1234',
    'pilot.one_2',
    'jane.smith@student.college.edu',
    'José Núñez',
    'Иван Петров',
    'Ελένη',
    '李明',
    '田中さくら',
    '김민준2',
    'محمد',
    'דוד',
    'สมชาย',
    'अमित',
    'Ng 李',
  ])('nameProblem: %s is accepted', (name) => {
    expect(nameProblem(name.normalize('NFC'))).toBeUndefined();
  });

  it.each([
    ['a zero-width space', 'ADMIN\u200b'],
    ['a soft hyphen', 'AD\u00adMIN'],
    ['an override of direction', 'ab\u202enimda'],
    ['a control character', 'ab\u0007'],
    ['a line separator', 'ab\u2028c'],
    ['a no-break space', 'ab\u00a0c'],
    ['a filler of Hangul', 'ab\u3164'],
    ['a variation selector', 'ab\ufe0f'],
    ['private use', 'ab\ue000'],
    ['half a surrogate pair', 'ab\ud800'],
    ['Cyrillic among Latin letters', '\u0410DMIN'],
    ['Latin among Cyrillic letters', 'рx1'],
    ['Greek among Latin letters', 'pilοt'],
    ['a script out of use', 'ᏚᎢᎬ'],
  ])('nameProblem: %s is refused', (_, name) => {
    expect(nameProblem(name)).toEqual(expect.any(String));
  });

  it('nameProblem: no name with a format or control character passes, wherever it stands', () => {
    const unseen = fc
      .integer({ min: 0, max: 0x10ffff })
      .map((point) => String.fromCodePoint(point))
      .filter((letter) => /\p{C}/u.test(letter));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,5}$/), unseen, fc.stringMatching(/^[a-z]{0,5}$/), (a, b, c) =>
        expect(nameProblem(a + b + c)).toEqual(expect.any(String)),
      ),
    );
  });
});

/* Whatever makes an account takes a password; a new such operation is in here by itself. A camera has one of its own and is no account. */
const given = contracts
  .flatMap(({ operations }) => Object.values(operations))
  .filter((operation) => isCreating(operation) && operation.body !== undefined)
  .filter(({ subject }) => !subject.startsWith('attendance.camera.'))
  .map(({ subject, body }) => ({ subject, body: body!, names: fieldsOf(body!).map(({ name }) => name) }))
  .filter(({ names }) => names.includes('password'))
  .flatMap(({ subject, body, names }) =>
    ['username', 'employee_id', 'email']
      .filter((name) => names.includes(name))
      .map((field) => ({ subject, body, field })),
  );

describe('names given to accounts', () => {
  it('account names: user name and address of all four families are tried', () => {
    expect(given).toHaveLength(8);
  });

  it.each(given)(
    'account names: $subject refuses an unreadable $field and takes one in any script',
    (each) => {
      const { body, field } = each;
      const faultsOf = (name: string): unknown[] => {
        const value = field === 'email' ? `${name}@example.com` : name;
        const { issues } = tryParse(body, { [field]: value });
        return issues.filter(({ path }) => path[0] === field);
      };
      for (const bad of ['ADMIN\u200b', '\u0410DMIN', 'ab\ud800'])
        expect([bad, faultsOf(bad).length]).toEqual([bad, 1]);
      for (const good of ['STU1', 'josé', 'Анна', '李明']) expect([good, faultsOf(good)]).toEqual([good, []]);
    },
  );
});

describe('canMean', () => {
  it('canMean: no text of digits that is not canonical means an account by its id', () => {
    const caller = { accountId: 16, username: 'STU016' };
    for (const text of ['16', 'STU016', 'stu016'])
      expect([text, canMean(text, caller)]).toEqual([text, true]);
    fc.assert(
      fc.property(fc.stringMatching(/^[ 0+-]{1,4}16$/), (text) => expect(canMean(text, caller)).toBe(false)),
    );
  });
});
