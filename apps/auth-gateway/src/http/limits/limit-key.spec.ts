import { describe, expect, it } from '@jest/globals';
import { claimOf, keyOfClaim, keyOfClaimant } from './limit-key.js';

const key = (address: string, body: Record<string, unknown>): string =>
  keyOfClaim(address, 'attendance', claimOf(body));

describe('keyOfClaim', () => {
  it('keyOfClaim: keys differ by account, address and family and contain no name', () => {
    const ann = key('192.0.2.7', { email: 'Ann@Example.com' });
    for (const email of [' ann@example.com', 'ANN@example.com\u200b', 'ａnn@example.com'])
      expect(key('192.0.2.7', { email })).toBe(ann);
    expect(ann).not.toBe(key('192.0.2.8', { email: 'ann@example.com' }));
    expect(ann).not.toBe(key('192.0.2.7', { username: 'bob' }));
    expect(ann).not.toBe(keyOfClaim('192.0.2.7', 'eyetracker', { email: 'ann@example.com' }));
    expect(ann).toMatch(/^[\w-]{43}$/);
  });

  it('keyOfClaim: a refresh token leaves the gateway as its hash only', () => {
    const { refresh_hash, ...others } = claimOf({ refresh: 'argr_secret' });
    expect(others).toEqual({});
    expect(refresh_hash).toMatch(/^[\w-]{43}$/);
  });
});

describe('keyOfClaimant', () => {
  it('keyOfClaimant: an account counts at each address for itself, a session from all together', () => {
    const account = 'account/attendance/1';
    expect(keyOfClaimant('192.0.2.7', account)).not.toBe(keyOfClaimant('192.0.2.8', account));
    expect(keyOfClaimant('192.0.2.7', 'session/s')).toBe(keyOfClaimant('192.0.2.8', 'session/s'));
  });
});
