import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, jwtVerify } from 'jose';
import type { SigningKeyService } from '../signing-keys/signing-key.service.js';
import { AccessTokenService } from './access-token.service.js';

const account = {
  family: 'attendance',
  id: 7,
  username: 'FAC001',
  email: 'f@example.com',
  role: 'faculty',
} as const;
const now = new Date('2026-05-01T10:00:00.700Z');

describe('AccessTokenService', () => {
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  let tokens: AccessTokenService;
  beforeAll(async () => {
    pair = await generateKeyPair('ES256');
    const keys = { signer: () => Promise.resolve({ kid: 'k1', privateKey: pair.privateKey }) };
    tokens = new AccessTokenService(keys as unknown as SigningKeyService);
  });

  it('access token: signed with ES256, of type at+jwt, and names its key', async () => {
    expect(decodeProtectedHeader(await tokens.issue(account, 'session-1', now))).toEqual({
      alg: 'ES256',
      typ: 'at+jwt',
      kid: 'k1',
    });
  });

  it('access token: has account, family and expiry', async () => {
    const token = await tokens.issue(account, 'session-1', now);
    const options = { audience: 'attendance', issuer: 'argus', currentDate: now };
    const { payload } = await jwtVerify(token, pair.publicKey, options);
    const iat = Math.floor(now.getTime() / 1000);
    expect(payload).toEqual({
      iss: 'argus',
      aud: 'attendance',
      sub: '7',
      user_id: 7,
      username: 'FAC001',
      role: 'faculty',
      sid: 'session-1',
      token_type: 'access',
      jti: expect.stringMatching(/^[0-9a-f]{32}$/),
      iat,
      exp: iat + 3600,
    });
  });

  it('access token: has the e-mail address for clients of EyeTracker', async () => {
    const claims = decodeJwt(await tokens.issue({ ...account, family: 'eyetracker' }, 'session-1', now));
    expect(claims).toMatchObject({ user_id: 7, email: 'f@example.com', aud: 'eyetracker' });
  });

  it.each([
    ['eyetracker', 900],
    ['techtrack', 300],
    ['attendance', 3600],
    ['proctorx', 3600],
  ] as const)(
    'access token: lives as long as the document of %s says, to the second',
    async (family, seconds) => {
      const { iat, exp } = decodeJwt(await tokens.issue({ ...account, family }, 'session-1', now));
      expect(exp! - iat!).toBe(seconds);
    },
  );

  it('access token: two tokens are never equal', async () => {
    const made = await Promise.all([tokens.issue(account, 's', now), tokens.issue(account, 's', now)]);
    expect(made[0]).not.toBe(made[1]);
  });
});
