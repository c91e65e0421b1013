import { describe, expect, it } from '@jest/globals';
import { mapInChunks } from './map-in-chunks.js';

function workFor(ms: number): void {
  const endsAt = performance.now() + ms;
  while (performance.now() < endsAt);
}

describe('mapInChunks', () => {
  it('mapInChunks: maps as an array does and yields to the event loop about every five milliseconds', async () => {
    let turns = 0;
    let working = true;
    const count = (): void => {
      turns++;
      if (working) setImmediate(count);
    };
    setImmediate(count);
    const squares = await mapInChunks(
      Array.from({ length: 60 }, (_, i) => i),
      (value, i) => {
        workFor(1);
        return value * i;
      },
    );
    working = false;
    expect(squares).toEqual(Array.from({ length: 60 }, (_, i) => i * i));
    expect(turns).toBeGreaterThanOrEqual(8);
  });

  it('mapInChunks: rejects with the error of an item', async () => {
    const refuse = (): never => {
      throw new RangeError('no');
    };
    await expect(mapInChunks([1], refuse)).rejects.toThrow(RangeError);
    expect(await mapInChunks([], refuse)).toEqual([]);
  });
});
