import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodyBudget, type HeldBody, type Scope } from './body-budget.js';

const options = { totalBytes: 100, addressBytes: 50, anonymousBytes: 40 };
const body = (bytes: number, address = '192.0.2.1', isAnonymous = false): HeldBody => ({
  bytes,
  address,
  isAnonymous,
});

describe('BodyBudget', () => {
  it('BodyBudget: a body beyond a share is refused with Retry-After and the share is named', () => {
    const refused: Scope[] = [];
    const budget = new BodyBudget(options, (scope) => refused.push(scope));
    budget.admit(body(50));
    expect(() => budget.admit(body(1))).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE', details: { retryAfterSeconds: expect.any(Number) } }),
    );
    budget.admit(body(20, '2001:db8::1', true));
    expect(() => budget.admit(body(1, '2001:db8::2', true))).toThrow('UNAVAILABLE');
    budget.admit(body(20, '192.0.2.3', true));
    expect(() => budget.admit(body(1, '192.0.2.4', true))).toThrow('UNAVAILABLE');
    budget.admit(body(10, '192.0.2.5'));
    expect(() => budget.admit(body(1, '192.0.2.6'))).toThrow('UNAVAILABLE');
    expect(refused).toEqual(['address', 'address', 'anonymous', 'process']);
  });

  it('BodyBudget: strangers never take the room of accounts behind the same address', () => {
    const budget = new BodyBudget(options);
    budget.admit(body(20, '192.0.2.1', true));
    expect(() => budget.admit(body(1, '192.0.2.1', true))).toThrow('UNAVAILABLE');
    budget.admit(body(50, '192.0.2.1'));
  });

  it('BodyBudget: whatever comes and goes, the sum stays within the budget and nothing remains at the end', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.nat()),
        ),
        (steps) => {
          const budget = new BodyBudget(options);
          const held: (() => void)[] = [];
          for (const [bytes, host, isAnonymous, at] of steps) {
            try {
              held.push(budget.admit(body(bytes, `192.0.2.${host}`, isAnonymous)));
            } catch {
              /* An end that comes twice must count once. */
              const end = held[at % Math.max(held.length, 1)];
              end?.();
              end?.();
            }
            expect(budget.heldBytes).toBeLessThanOrEqual(options.totalBytes);
          }
          for (const end of held) end();
          expect(budget.heldBytes).toBe(0);
        },
      ),
    );
  });
});
