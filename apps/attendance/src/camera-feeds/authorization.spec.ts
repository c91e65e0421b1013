import { describe, expect, it } from '@jest/globals';
import { authorizationFor } from './authorization.js';

const asked = { method: 'GET', uri: '/dir/index.html' };
const mufasa = { username: 'Mufasa', password: 'Circle Of Life' };

describe('what a camera asks for', () => {
  it('Digest without qop answers as RFC 2069 computes it', () => {
    const proof = authorizationFor(
      ['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'],
      mufasa,
    )!(asked);
    expect(proof).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
    expect(proof).not.toContain('Circle');
  });

  it('Digest with qop counts its requests, and SHA-256 is taken where it stands first', () => {
    const challenge = 'Digest realm="r", qop="auth,auth-int", algorithm=SHA-256, nonce="n", opaque="o"';
    const prove = authorizationFor([challenge, 'Digest realm="r", nonce="m"'], mufasa)!;
    expect(prove(asked)).toMatch(
      /response="[0-9a-f]{64}", qop=auth, nc=00000001, .*opaque="o", algorithm=SHA-256/,
    );
    expect(prove(asked)).toContain('nc=00000002');
  });

  it('Digest is preferred to Basic, and an unknown scheme has no answer', () => {
    const basic = 'Basic realm="x"';
    expect(authorizationFor([basic, 'Digest realm="r", nonce="n"'], mufasa)!(asked)).toMatch(/^Digest /);
    expect(authorizationFor([basic], mufasa)!(asked)).toBe('Basic TXVmYXNhOkNpcmNsZSBPZiBMaWZl');
    expect(authorizationFor(['Negotiate'], mufasa)).toBeUndefined();
    expect(authorizationFor(['Digest realm="r", nonce="n", algorithm=XYZ'], mufasa)).toBeUndefined();
  });
});
