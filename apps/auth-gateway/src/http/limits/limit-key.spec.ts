import { describe, expect, it } from '@jest/globals';
import { keyOfLogin } from './limit-key.js';

describe('keyOfLogin', () => {
  it('keyOfLogin: keys differ by account and address and contain no name', () => {
    const key = keyOfLogin('192.0.2.7', { email: 'Ann@Example.com' });
    expect(key).toBe(keyOfLogin('192.0.2.7', { email: ' ann@example.com' }));
    expect(key).not.toBe(keyOfLogin('192.0.2.8', { email: 'ann@example.com' }));
    expect(key).not.toBe(keyOfLogin('192.0.2.7', { username: 'bob' }));
    expect(key).toMatch(/^[\w-]{43}$/);
  });
});
