import { describe, expect, it } from '@jest/globals';
import { type AnyOperation, contracts, jsonBoundsOf, readJson } from '../index.js';

const bodies = contracts
  .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
  .filter(({ http, body }) => http && body)
  .map(({ subject, body }) => [subject, body as new () => unknown] as const);

const object = (keys: number): string =>
  `{${Array.from({ length: keys }, (_, index) => `"k${index}":0`).join(',')}}`;

describe('the bounds of JSON', () => {
  it('every operation: the bounds of its body are below those of an unknown one, and few keys fit into one object', () => {
    for (const [subject, body] of bodies) {
      const { maxKeys, maxValues } = jsonBoundsOf(body);
      expect([subject, maxKeys > 1000 && maxKeys < 3000]).toEqual([subject, true]);
      expect([subject, maxValues > 1000 && maxValues < 1_000_000]).toEqual([subject, true]);
    }
    expect(bodies.length).toBeGreaterThan(50);
  });

  it('readJson: an object of as many keys as allowed is read, one more is refused where it stands', () => {
    const bounds = { maxKeys: 100, maxValues: 1000 };
    expect(readJson(`[${object(100)},${object(100)}]`, bounds)).toHaveLength(2);
    expect(() => readJson(object(101), bounds)).toThrow('More than 100 keys');
  });

  it('readJson: more values than the bounds allow are refused', () => {
    expect(() => readJson(`[${'0,'.repeat(1000)}0]`, { maxKeys: 100, maxValues: 1000 })).toThrow(
      'More than 1000 values',
    );
  });
});
