import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DESCRIPTOR_LENGTH } from '../descriptor/descriptor-model.js';
import { Gallery } from './gallery.js';

function unitVector(seed: number): Float32Array {
  let state = seed >>> 0 || 1;
  const random = () =>
    (state = (Math.imul(state ^ (state >>> 13), 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  const vector = Float32Array.from({ length: DESCRIPTOR_LENGTH }, random);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, i) => sum + value * other[i]!, 0);

/** A brute-force search with the results that the gallery must return. */
class Reference {
  readonly people = new Map<string, Float32Array[]>();

  search(probe: Float32Array): [string, number][] {
    return [...this.people]
      .map(([subject, vectors]): [string, number] => [
        subject,
        Math.max(...vectors.map((vector) => dot(vector, probe))),
      ])
      .sort(([, one], [, other]) => other - one);
  }
}

const subject = fc.integer({ min: 0, max: 30 }).map(String);
const seeds = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 4 });
const change = fc.oneof(
  { weight: 3, arbitrary: fc.record({ subject, seeds }) },
  { weight: 1, arbitrary: fc.record({ subject, seeds: fc.constant([]) }) },
);

describe('Gallery', () => {
  it('Gallery: search finds the same people as a brute-force search after any changes', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 120 }),
        fc.integer({ min: 1, max: 1e9 }),
        (changes, probeSeed) => {
          const gallery = new Gallery();
          const reference = new Reference();
          for (const { subject, seeds } of changes) {
            const vectors = seeds.map(unitVector);
            if (vectors.length > 0) {
              gallery.replace(subject, vectors);
              reference.people.set(subject, vectors);
            } else {
              gallery.remove(subject);
              reference.people.delete(subject);
            }
          }
          expect(gallery.size).toBe(reference.people.size);
          const probe = unitVector(probeSeed);
          const expected = reference.search(probe).slice(0, 3);
          const found = gallery.search(probe, 3);
          expect(found.map(({ subject }) => subject)).toEqual(expected.map(([subject]) => subject));
          found.forEach(({ similarity }, i) => expect(similarity).toBeCloseTo(expected[i]![1], 5));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('Gallery: search in an empty gallery returns nobody', () => {
    const gallery = new Gallery();
    expect(gallery.search(unitVector(1), 2)).toEqual([]);
    gallery.replace('a', [unitVector(1)]);
    gallery.remove('a');
    expect(gallery.search(unitVector(1), 2)).toEqual([]);
    expect(gallery.has('a')).toBe(false);
  });

  it('Gallery: search finds a person by any of their descriptors with similarity 1', () => {
    const gallery = new Gallery();
    for (let i = 0; i < 200; i++) gallery.replace(String(i), [unitVector(i + 1), unitVector(i + 1000)]);
    const [first, second] = gallery.search(unitVector(1042), 2);
    expect(first).toMatchObject({ subject: '42' });
    expect(first!.similarity).toBeCloseTo(1, 5);
    expect(second!.similarity).toBeLessThan(0.6);
  });
});
