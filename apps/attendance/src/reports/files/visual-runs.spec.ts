import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { visualRuns } from './visual-runs.js';

const shown = (text: string) => visualRuns(text).map((run) => run.text);

describe('the parts of a text as they stand on paper', () => {
  it.each([
    ['Anna Smith', ['Anna Smith']],
    ['محمد عبد الله', ['محمد عبد الله']],
    ['Anna فاطمة Smith', ['Anna ', 'فاطمة', ' Smith']],
    /* Read from the right: the name, then the number in brackets. */
    ['שלום (7)', ['(', '7', 'שלום )']],
  ])('%s', (text, parts) => expect(shown(text)).toEqual(parts));

  it('no character is lost, whatever the text', () => {
    const letters = fc.constantFrom(...'aZ 1,.-א ב ג د ه و ٣'.split(''), '\u0301', 'é', '😀');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        expect([...shown(text).join('')].sort()).toEqual([...text].sort());
      }),
    );
  });
});
