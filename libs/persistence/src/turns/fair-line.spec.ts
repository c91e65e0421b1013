import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairLine } from './fair-line.js';

const shifted = (line: FairLine<string>): string[] => {
  const all: string[] = [];
  for (let next = line.shift(); next !== undefined; next = line.shift()) all.push(next);
  return all;
};

describe('FairLine', () => {
  it('FairLine: places take turns, and each has its items in order', () => {
    const line = new FairLine<string>();
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) line.push(item[0]!, item);
    expect(shifted(line)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  it('FairLine: a removed item is not served, and removing it again changes nothing', () => {
    const line = new FairLine<string>();
    for (const item of ['a1', 'a2', 'b1']) line.push(item[0]!, item);
    line.remove('b', 'b1');
    line.remove('b', 'b1');
    line.remove('a', 'b1');
    expect([line.length, shifted(line), line.length]).toEqual([2, ['a1', 'a2'], 0]);
  });

  it('FairLine: room is made by the newest item of the place that has most, never by one with as few as the newcomer', () => {
    const line = new FairLine<string>();
    for (const item of ['a1', 'a2', 'a3', 'b1']) line.push(item[0]!, item);
    expect([line.makeRoomFor('c'), line.makeRoomFor('b'), line.makeRoomFor('c')]).toEqual([
      'a3',
      undefined,
      'a2',
    ]);
    expect([line.makeRoomFor('c'), shifted(line)]).toEqual([undefined, ['a1', 'b1']]);
  });

  it('FairLine: whoever comes, no place in a full line has two more than one that was refused', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 100 }), (comers) => {
        const line = new FairLine<string>();
        const waiting = new Map<string, number>();
        const add = (place: string, more: number) => waiting.set(place, (waiting.get(place) ?? 0) + more);
        for (const place of comers) {
          if (line.length === 10) {
            const crowding = line.makeRoomFor(place);
            if (crowding === undefined) {
              expect(Math.max(...waiting.values())).toBeLessThanOrEqual((waiting.get(place) ?? 0) + 1);
              continue;
            }
            add(crowding, -1);
          }
          line.push(place, place);
          add(place, 1);
        }
        expect(line.length).toBe([...waiting.values()].reduce((sum, count) => sum + count, 0));
      }),
    ));
});
