import { describe, expect, it } from '@jest/globals';
import { StrangerRest } from './stranger-rest.js';

const worker = {};

describe('StrangerRest', () => {
  it('StrangerRest: while accounts are about, a worker rests four times as long as the stranger took', () => {
    const rest = new StrangerRest(4);
    rest.accountCame(1000);
    rest.begin(worker, 50, 1050);
    expect([rest.leftMs(worker, 1050), rest.leftMs(worker, 1150), rest.leftMs(worker, 1250)]).toEqual([
      200, 100, 0,
    ]);
    expect(rest.leftMs({}, 1050)).toBe(0);
  });

  it('StrangerRest: without accounts no worker rests, nor longer than two seconds after their last photograph', () => {
    const rest = new StrangerRest(4);
    rest.begin(worker, 50, 1000);
    expect(rest.leftMs(worker, 1000)).toBe(0);
    rest.accountCame(1000);
    rest.begin(worker, 30_000, 1000);
    expect([rest.leftMs(worker, 1000), rest.leftMs(worker, 2999), rest.leftMs(worker, 3000)]).toEqual([
      2000, 1, 0,
    ]);
  });
});
