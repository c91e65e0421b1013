import { describe, expect, it } from '@jest/globals';
import { inSlices } from './in-slices.js';

function workFor(ms: number): void {
  const endsAt = performance.now() + ms;
  while (performance.now() < endsAt);
}

describe('inSlices', () => {
  it('maps as an array does, and lets others have their turn about every five milliseconds', async () => {
    let turns = 0;
    let working = true;
    const count = (): void => {
      turns++;
      if (working) setImmediate(count);
    };
    setImmediate(count);
    const squares = await inSlices(
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

  it('rejects with what an item throws', async () => {
    const refuse = (): never => {
      throw new RangeError('no');
    };
    await expect(inSlices([1], refuse)).rejects.toThrow(RangeError);
    expect(await inSlices([], refuse)).toEqual([]);
  });
});
