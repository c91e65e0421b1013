import type { Principal } from '@argus/contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CallLimits } from './call-limits.js';
import { callLimits } from './categories.js';

const FACTOR = 0.01;
const strangers = callLimits.stranger.requests * FACTOR;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const from = (ip: string, accountId?: number) => ({
  ip,
  principal: accountId === undefined ? undefined : ({ family: 'techtrack', accountId } as Principal),
});

describe('CallLimits', () => {
  it('CallLimits: strangers behind one address, or in one /64, share one count', () => {
    const calls = new CallLimits(FACTOR);
    for (let asked = 0; asked < strangers; asked++) calls.count(from(`2001:db8::${asked + 1}`));
    expect(() => calls.count(from('2001:db8::ffff'))).toThrow('RATE_LIMITED');
    calls.count(from('2001:db8:0:1::1'));
    calls.count(from('192.0.2.1'));
  });

  it('CallLimits: an account is not counted with the strangers of its address', () => {
    const calls = new CallLimits(FACTOR);
    for (let asked = 0; asked < strangers; asked++) calls.count(from('192.0.2.1'));
    expect(() => calls.count(from('192.0.2.1'))).toThrow('RATE_LIMITED');
    for (let asked = 0; asked < callLimits.account.requests * FACTOR; asked++)
      calls.count(from('192.0.2.1', 7));
    expect(() => calls.count(from('192.0.2.1', 7))).toThrow('RATE_LIMITED');
    calls.count(from('192.0.2.1', 8));
  });

  it('CallLimits: the refusal names the time after which the next call passes', () => {
    const calls = new CallLimits(FACTOR);
    for (let asked = 0; asked < strangers; asked++) calls.count(from('192.0.2.1'));
    jest.advanceTimersByTime(20_000);
    expect(() => calls.count(from('192.0.2.1'))).toThrow(
      expect.objectContaining({ details: { retryAfterSeconds: 40 } }),
    );
    jest.advanceTimersByTime(40_000);
    calls.count(from('192.0.2.1'));
  });
});
