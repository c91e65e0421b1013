import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ReplayWindow } from './replay-window.js';

describe('ReplayWindow', () => {
  it('ReplayWindow: any number is let in at most once, in whatever order numbers come', () => {
    const numbers = fc.array(
      fc.oneof(fc.nat(40), fc.integer({ min: 65_500, max: 65_600 }), fc.nat(2 ** 31)),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(numbers, (all) => {
        const window = new ReplayWindow();
        const entered = all.filter((number) => window.enter(number + 1));
        expect(new Set(entered).size).toBe(entered.length);
      }),
    );
  });

  it('ReplayWindow: every number is let in when numbers come in order or a little late', () => {
    const window = new ReplayWindow();
    let refused = 0;
    for (let number = 1; number <= 300_000; number += 1)
      if (!window.enter(number % 2 === 0 ? number - 1 : number + 1)) refused += 1;
    expect(refused).toBe(0);
  });
});
