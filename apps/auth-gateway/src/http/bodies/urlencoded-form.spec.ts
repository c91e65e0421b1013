import { type AnyOperation, contracts, mediaTypesOf } from '@argus/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readUrlencoded } from '../reader/read-urlencoded.js';
import { maxPairsOf } from './urlencoded-form.js';

/* Every operation that takes a urlencoded form; a new one is in here by itself. */
const forms = contracts
  .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
  .filter((each) => each.http && each.body)
  .filter((each) => mediaTypesOf(each).includes('application/x-www-form-urlencoded'))
  .map((operation) => ({ subject: operation.subject, operation }));

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a[${index}]=1`).join('&');

describe('urlencoded forms', () => {
  const { URLSearchParams } = globalThis;
  let pairsRead = 0;
  beforeAll(() => {
    globalThis.URLSearchParams = class extends URLSearchParams {
      constructor(text: string) {
        super(text);
        pairsRead += this.size;
      }
    };
  });
  beforeEach(() => void (pairsRead = 0));
  afterAll(() => void (globalThis.URLSearchParams = URLSearchParams));

  it('urlencoded forms: the catalogue has many', () => {
    expect(forms.length).toBeGreaterThan(50);
  });

  it.each(forms)(
    'urlencoded forms: $subject refuses 10,000 pairs and reads none of them',
    ({ operation }) => {
      for (const text of [
        'a&'.repeat(10_000),
        '&'.repeat(10_000),
        numbered(10_000),
        'a=1&'.repeat(131_000),
      ]) {
        expect(() => readUrlencoded(Buffer.from(text), maxPairsOf(operation))).toThrow(
          expect.objectContaining({ code: 'MALFORMED_BODY' }),
        );
      }
      expect(pairsRead).toBe(0);
    },
  );

  it.each(forms)(
    'urlencoded forms: $subject reads as many pairs as it can take, no more',
    ({ operation }) => {
      const max = maxPairsOf(operation);
      expect(readUrlencoded(Buffer.from(numbered(max)), max)).toHaveLength(max);
      expect(pairsRead).toBe(max);
      expect(() => readUrlencoded(Buffer.from(numbered(max + 1)), max)).toThrow();
      expect(max).toBeLessThanOrEqual(2000);
    },
  );
});
