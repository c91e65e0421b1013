import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
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
  it('Gallery: search finds the same people as a brute-force search after any changes, with chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 120 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 100 }),
        async (changes, probeSeed, chunkRows) => {
          const gallery = new Gallery(chunkRows);
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
          expect(gallery.photographCount).toBe([...reference.people.values()].flat().length);
          const probe = unitVector(probeSeed);
          const expected = reference.search(probe).slice(0, 3);
          const found = await gallery.search(probe, 3);
          expect(found.map(({ subject }) => subject)).toEqual(expected.map(([subject]) => subject));
          found.forEach(({ similarity }, i) => expect(similarity).toBeCloseTo(expected[i]![1], 5));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('Gallery: compare answers for one person what a search answers, and nothing for people who are not there', async () => {
    const gallery = new Gallery();
    for (let i = 0; i < 20; i++) gallery.replace(String(i), [unitVector(i + 1), unitVector(i + 100)]);
    gallery.remove('3');
    const probe = unitVector(777);
    for (const { subject, similarity } of await gallery.search(probe, 30))
      expect(gallery.compare(subject, probe)).toBeCloseTo(similarity, 5);
    expect([gallery.photographsOf('4'), gallery.photographsOf('3')]).toEqual([2, 0]);
    expect(gallery.compare('3', probe)).toBeUndefined();
  });

  it('Gallery: search in an empty gallery returns nobody', async () => {
    const gallery = new Gallery();
    expect(await gallery.search(unitVector(1), 2)).toEqual([]);
    gallery.replace('a', [unitVector(1)]);
    gallery.remove('a');
    expect(await gallery.search(unitVector(1), 2)).toEqual([]);
    expect(gallery.has('a')).toBe(false);
  });

  it('Gallery: search finds a person by any of their descriptors with similarity 1', async () => {
    const gallery = new Gallery();
    for (let i = 0; i < 200; i++) gallery.replace(String(i), [unitVector(i + 1), unitVector(i + 1000)]);
    const [first, second] = await gallery.search(unitVector(1042), 2);
    expect(first).toMatchObject({ subject: '42' });
    expect(first!.similarity).toBeCloseTo(1, 5);
    expect(second!.similarity).toBeLessThan(0.6);
  });

  it('Gallery: searches at the same time do not mix up what they look for', async () => {
    const gallery = new Gallery(50);
    for (let i = 0; i < 3000; i++) gallery.replace(String(i), [unitVector(i + 1)]);
    const wanted = [7, 1500, 2999];
    const found = await Promise.all(wanted.map((i) => gallery.search(unitVector(i + 1), 1)));
    expect(found.map(([best]) => best?.subject)).toEqual(wanted.map(String));
  });

  it('Gallery: a search during which rows move still finds the people who moved, and none who left', async () => {
    const gallery = new Gallery(1);
    const people = 4000;
    for (let i = 0; i < people; i++) gallery.replace(String(i), [unitVector(i + 1)]);
    const last = people - 1;
    let done = false;
    const searched = gallery.search(unitVector(last + 1), 1).finally(() => (done = true));
    await yieldToOthers();
    expect(done).toBe(false);
    gallery.remove('0'); // The last person takes the first row, where the search has already been.
    gallery.replace('1', [unitVector(2)]);
    expect(await searched).toMatchObject([{ subject: String(last) }]);
    const leaving = gallery.search(unitVector(last + 1), 1);
    await yieldToOthers();
    gallery.remove(String(last));
    const [best] = await leaving;
    expect(best!.subject).not.toBe(String(last));
  });

  it('Gallery: a search ends although changes never do', async () => {
    const gallery = new Gallery(1);
    for (let i = 0; i < 4000; i++) gallery.replace(String(i), [unitVector(i + 1)]);
    let done = false;
    const searched = gallery.search(unitVector(5), 1).finally(() => (done = true));
    let changes = 0;
    while (!done && changes < 1000) {
      gallery.replace('changing', [unitVector(1e6 + changes++)]);
      await yieldToOthers();
    }
    expect(await searched).toMatchObject([{ subject: '4' }]);
    expect(changes).toBeLessThan(1000);
  });
});
