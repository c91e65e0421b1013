import { describe, expect, it } from '@jest/globals';
import { keyOfAddress, keyOfLogin } from './limit-key.js';

describe('whom a limit counts', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['nonsense', 'nonsense'],
  ])('%s is %s', (address, key) => {
    expect(keyOfAddress(address)).toBe(key);
  });

  it('tells log-ins apart without keeping names', () => {
    const key = keyOfLogin('192.0.2.7', { email: 'Ann@Example.com' });
    expect(key).toBe(keyOfLogin('192.0.2.7', { email: ' ann@example.com' }));
    expect(key).not.toBe(keyOfLogin('192.0.2.8', { email: 'ann@example.com' }));
    expect(key).not.toBe(keyOfLogin('192.0.2.7', { username: 'bob' }));
    expect(key).toMatch(/^[\w-]{43}$/);
  });
});
