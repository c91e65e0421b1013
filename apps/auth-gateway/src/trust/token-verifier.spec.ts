import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { DomainError, type Handlers, type JsonWebKeySet, tokenTrustContract } from '@argus/contracts';
import { InProcessBus, RpcClient, serveContract } from '@argus/messaging';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { checkSize } from '@argus/testing';
import { forgedTokens, tokenMaker } from '@argus/testing/generated';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { KeySet } from './key-set.service.js';
import { TokenVerifier } from './token-verifier.service.js';

/* `npm run check:forged-tokens` sends a thousand a second. */
const UNKNOWN_KEYS = checkSize('UNKNOWN_KEYS', 50);
const now = Math.floor(Date.now() / 1000);
const ours = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicJwk = await exportJWK(ours.publicKey);
const kid = await calculateJwkThumbprint(publicJwk);

const payload = {
  iss: 'argus',
  aud: 'attendance',
  sub: '7',
  iat: now,
  exp: now + 3600,
  jti: 'a'.repeat(32),
  token_type: 'access',
  user_id: 7,
  username: 'FAC001',
  role: 'faculty',
  sid: randomUUID(),
};
const signer = { ...ours, kid };
const token = tokenMaker(signer, payload);
const good = token();
const forged = forgedTokens(signer, payload, 'techtrack');

let bus: InProcessBus;
let reads: number;
let published: JsonWebKeySet;
let tokens: TokenVerifier;

beforeEach(async () => {
  reads = 0;
  published = { keys: [{ ...publicJwk, kid, alg: 'ES256', use: 'sig' }] };
  bus = new InProcessBus();
  const identity: Handlers<typeof tokenTrustContract> = {
    keys: async () => {
      reads++;
      return published;
    },
    revocations: async () => ({ revocations: [] }),
  };
  await serveContract(bus, tokenTrustContract, identity);
  tokens = new TokenVerifier(new KeySet(new RpcClient(bus)));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await bus.stop();
});

const verify = (text: string): Promise<unknown> => tokens.verify(text, 'attendance');

describe('TokenVerifier', () => {
  it('TokenVerifier: a valid token yields its principal, again and again', async () => {
    const principal = {
      family: 'attendance',
      accountId: 7,
      username: 'FAC001',
      role: 'faculty',
      sessionId: payload.sid,
    };
    expect(await verify(good)).toEqual(principal);
    expect(await verify(good)).toEqual(principal);
  });

  it('TokenVerifier: a token is accepted up to a minute after it expired, cached or not', async () => {
    const late = token({ iat: now - 3650, exp: now - 50 });
    await verify(late);
    jest.spyOn(Date, 'now').mockReturnValue((now + 11) * 1000);
    await expect(verify(late)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('TokenVerifier: a token is valid for its family and for calibration, which has no accounts', async () => {
    for (const family of ['eyetracker', 'techtrack', 'proctorx'] as const) {
      await expect(tokens.verify(good, family)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    }
    expect(await tokens.verify(good, 'calibration')).toMatchObject({ family: 'attendance', accountId: 7 });
  });
});

describe('forged tokens', () => {
  it('forged tokens: there are at least forty kinds', () => {
    expect(Object.keys(forged).length).toBeGreaterThanOrEqual(40);
    expect(new Set(Object.values(forged)).size).toBe(Object.keys(forged).length);
  });

  it.each(Object.entries(forged))('forged token, %s: refused', async (_, text) => {
    await verify(good);
    const failure: unknown = await verify(text).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it(
    'forged tokens: a flood of unknown key ids reads the keys at most every thirty seconds',
    async () => {
      await verify(good);
      expect(reads).toBe(1);
      const clock = jest.spyOn(Date, 'now');
      for (let second = 0; second < 61; second++) {
        clock.mockReturnValue((now + second) * 1000);
        const flood = Array.from({ length: UNKNOWN_KEYS }, (_, index) =>
          verify(token({}, { kid: `unknown ${second} ${index}` })).catch(() => undefined),
        );
        await Promise.all(flood);
      }
      expect(reads).toBe(2);
    },
    10_000 + UNKNOWN_KEYS * 100,
  );
});

describe('key rotation', () => {
  it('key rotation: three rotations under load fail no request', async () => {
    let signing = signer;
    const failures: unknown[] = [];
    let requests = 0;
    const clock = jest.spyOn(Date, 'now');
    for (let rotation = 0; rotation < 3; rotation++) {
      const next = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const jwk = await exportJWK(next.publicKey);
      const nextKid = await calculateJwkThumbprint(jwk);
      published = { keys: [...published.keys, { ...jwk, kid: nextKid, alg: 'ES256', use: 'sig' }] };
      for (let minute = 0; minute < 13; minute++) {
        if (minute === 12) signing = { ...next, kid: nextKid };
        const at = now + (rotation * 13 + minute) * 60;
        clock.mockReturnValue(at * 1000);
        const load = Array.from({ length: 20 }, () => {
          requests++;
          const claims = { iat: at, exp: at + 3600, jti: randomUUID() };
          const text = tokenMaker(signing, payload)(claims);
          return verify(text).catch((error: unknown) => failures.push(error));
        });
        await Promise.all(load);
      }
    }
    expect(requests).toBe(780);
    expect(failures).toEqual([]);
  });
});
