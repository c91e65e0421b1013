import { setImmediate as nextTurn } from 'node:timers/promises';
import { Gallery } from '#vision/gallery/gallery.js';

const DESCRIPTOR_LENGTH = 128;
const SEARCHES = 40;

export interface SearchFigures {
  readonly descriptors: number;
  readonly people: number;
  readonly medianMs: number;
  readonly highMs: number;
  readonly cpuMs: number;
  /** Longest time that other calls wait during a search. */
  readonly blockedMs: number;
  readonly rssMib: number;
}

function randomUnitVector(): Float32Array {
  const vector = new Float32Array(DESCRIPTOR_LENGTH);
  let sum = 0;
  for (let i = 0; i < DESCRIPTOR_LENGTH; i++) {
    const value = Math.random() - 0.5;
    vector[i] = value;
    sum += value * value;
  }
  const length = Math.sqrt(sum);
  for (let i = 0; i < DESCRIPTOR_LENGTH; i++) vector[i]! /= length;
  return vector;
}

const sorted = (values: readonly number[]) => values.toSorted((one, other) => one - other);

/** Measures exact search for two people in a gallery of random descriptors, two per person. */
export async function measureSearch(descriptors: number): Promise<SearchFigures> {
  const rssBefore = process.memoryUsage().rss;
  const gallery = new Gallery();
  for (let i = 0; i < descriptors / 2; i++)
    gallery.replace(String(i), [randomUnitVector(), randomUnitVector()]);
  const rssMib = (process.memoryUsage().rss - rssBefore) / 2 ** 20;
  const times: number[] = [];
  const blocked: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < SEARCHES; i++) {
    const probe = randomUnitVector();
    const startedAt = performance.now();
    let lastTurnAt = startedAt;
    let longest = 0;
    let searching = true;
    const search = gallery.search(probe, 2).finally(() => (searching = false));
    do {
      longest = Math.max(longest, performance.now() - lastTurnAt);
      lastTurnAt = performance.now();
      await nextTurn();
    } while (searching);
    await search;
    longest = Math.max(longest, performance.now() - lastTurnAt);
    times.push(performance.now() - startedAt);
    blocked.push(longest);
  }
  const { user, system } = process.cpuUsage(before);
  return {
    descriptors,
    people: gallery.size,
    medianMs: sorted(times)[SEARCHES >> 1]!,
    highMs: sorted(times)[Math.floor(SEARCHES * 0.95)]!,
    cpuMs: (user + system) / 1000 / SEARCHES,
    blockedMs: sorted(blocked)[SEARCHES >> 1]!,
    rssMib,
  };
}
