import { createHmac, createSign, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { DomainError, type Handlers, type JsonWebKeySet, tokenTrustContract } from '@argus/contracts';
import { InProcessBus, RpcClient, serveContract } from '@argus/messaging';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { KeySet } from './key-set.js';
import { TokenVerifier } from './token-verifier.js';

const now = Math.floor(Date.now() / 1000);
const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const ours = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const publicJwk = await exportJWK(ours.publicKey);
const kid = await calculateJwkThumbprint(publicJwk);
const theirJwk = await exportJWK(theirs.publicKey);

const header = { alg: 'ES256', typ: 'at+jwt', kid };
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

const es256 = (input: string, key: KeyObject = ours.privateKey): string =>
  sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
const token = (
  changes: object = {},
  headers: object = {},
  signed: (input: string) => string = (input) => es256(input),
): string => {
  const input = `${encode({ ...header, ...headers })}.${encode({ ...payload, ...changes })}`;
  return `${input}.${signed(input)}`;
};
const raw = (headerText: string, payloadText: string): string => {
  const input = `${encode(headerText)}.${encode(payloadText)}`;
  return `${input}.${es256(input)}`;
};
const good = token();
const [head = '', body = '', signature = ''] = good.split('.');
const spki = (format: 'pem' | 'der'): Buffer | string =>
  format === 'pem'
    ? ours.publicKey.export({ type: 'spki', format: 'pem' })
    : ours.publicKey.export({ type: 'spki', format: 'der' });
const hmac = (algorithm: string, secret: Buffer | string) => (input: string) =>
  createHmac(algorithm, secret).update(input).digest('base64url');
const zeros = Buffer.alloc(64).toString('base64url');
/* The order of P-256: as r or s it is 0. */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

const forged: Readonly<Record<string, string>> = {
  'no signature': `${head}.${body}.`,
  'two parts': `${head}.${body}`,
  'four parts': `${good}.x`,
  'five parts, as an encrypted token': `${head}..${body}..${signature}`,
  empty: '',
  'dots only': '..',
  rubbish: 'rubbish',
  'header not base64': `!!!.${body}.${signature}`,
  'header no JSON': `${encode('{')}.${body}.${signature}`,
  'header a list': raw('[]', JSON.stringify(payload)),
  'payload no JSON': raw(JSON.stringify(header), '{'),
  'payload a list': raw(JSON.stringify(header), '[]'),
  'alg none': token({}, { alg: 'none' }, () => ''),
  'alg None': token({}, { alg: 'None' }, () => ''),
  'alg none with the signature of a good one': token({}, { alg: 'none' }, () => signature),
  'alg missing': token({}, { alg: undefined }),
  'HS256 with the public key as PEM': token({}, { alg: 'HS256' }, hmac('sha256', spki('pem'))),
  'HS256 with the public key as DER': token({}, { alg: 'HS256' }, hmac('sha256', spki('der'))),
  'HS256 with the public key as JWK': token({}, { alg: 'HS256' }, hmac('sha256', JSON.stringify(publicJwk))),
  'HS256 with an empty secret': token({}, { alg: 'HS256' }, hmac('sha256', '')),
  'HS512 with the public key': token({}, { alg: 'HS512' }, hmac('sha512', spki('pem'))),
  'RS256 with another key': token({}, { alg: 'RS256' }, (input) =>
    createSign('sha256').update(input).sign(rsa.privateKey, 'base64url'),
  ),
  'ES384 with another key': token({}, { alg: 'ES384' }, (input) => es256(input, p384.privateKey)),
  'EdDSA with another key': token({}, { alg: 'EdDSA' }, (input) =>
    sign(null, Buffer.from(input), ed.privateKey).toString('base64url'),
  ),
  'ES256 with another key': token({}, {}, (input) => es256(input, theirs.privateKey)),
  'signature in DER': token({}, {}, (input) =>
    sign('sha256', Buffer.from(input), ours.privateKey).toString('base64url'),
  ),
  'r and s zero': `${head}.${body}.${zeros}`,
  'r and s the order of the curve': `${head}.${body}.${Buffer.concat([order, order]).toString('base64url')}`,
  'signature cut': `${head}.${body}.${signature.slice(0, -4)}`,
  'signature prolonged': `${head}.${body}.${signature}AAAA`,
  'signature of other claims': `${head}.${encode({ ...payload, role: 'admin' })}.${signature}`,
  'header of another token': `${encode({ ...header, x: 1 })}.${body}.${signature}`,
  'kid unknown': token({}, { kid: 'unknown' }),
  'kid missing': token({}, { kid: undefined }),
  'kid a path': token({}, { kid: '../../../../dev/null' }),
  'kid an injection': token({}, { kid: `' UNION SELECT 'key` }),
  'kid of a prototype': token({}, { kid: '__proto__' }),
  'kid no text': token({}, { kid: { toString: kid } }),
  'jwk of the attacker in the header': token({}, { jwk: theirJwk }, (input) =>
    es256(input, theirs.privateKey),
  ),
  'jwk of the attacker and no kid': token({}, { jwk: theirJwk, kid: undefined }, (input) =>
    es256(input, theirs.privateKey),
  ),
  'jku of the attacker': token({}, { jku: 'https://attacker.example/keys' }, (input) =>
    es256(input, theirs.privateKey),
  ),
  'x5u of the attacker': token({}, { x5u: 'https://attacker.example/cert' }, (input) =>
    es256(input, theirs.privateKey),
  ),
  'x5c of the attacker': token({}, { x5c: ['AAAA'] }, (input) => es256(input, theirs.privateKey)),
  'crit that nobody understands': token({}, { crit: ['exp'] }),
  'crit empty': token({}, { crit: [] }),
  'b64 false': token({}, { crit: ['b64'], b64: false }),
  'typ missing': token({}, { typ: undefined }),
  'typ of an id token': token({}, { typ: 'JWT' }),
  'typ of a logout token': token({}, { typ: 'logout+jwt' }),
  'issuer another': token({ iss: 'https://attacker.example' }),
  'issuer missing': token({ iss: undefined }),
  'issuer a list': token({ iss: ['argus'] }),
  'audience another family': token({ aud: 'techtrack' }),
  'audience missing': token({ aud: undefined }),
  'audience a list of families': token({ aud: ['attendance', 'techtrack'] }),
  'audience in capitals': token({ aud: 'ATTENDANCE' }),
  'audience calibration': token({ aud: 'calibration' }),
  'expired beyond the skew': token({ exp: now - 61, iat: now - 3661 }),
  'expiry missing': token({ exp: undefined }),
  'expiry a text': token({ exp: String(now + 3600) }),
  'not yet valid': token({ nbf: now + 120 }),
  'issue time missing': token({ iat: undefined }),
  'subject missing': token({ sub: undefined }),
  'jti missing': token({ jti: undefined }),
  'type refresh': token({ token_type: 'refresh' }),
  'type missing': token({ token_type: undefined }),
  'user id a text': token({ user_id: '7' }),
  'user id a fraction': token({ user_id: 7.5 }),
  'user id missing': token({ user_id: undefined }),
  'role a list': token({ role: ['admin'] }),
  'session missing': token({ sid: undefined }),
  'duplicate claims, the last one another family': raw(
    JSON.stringify(header),
    JSON.stringify(payload).replace(/\}$/, ',"aud":"techtrack"}'),
  ),
  'longer than any of ours': token({ padding: 'x'.repeat(5000) }),
  'a refresh token': `argr_${'x'.repeat(43)}`,
};

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

describe('a token that is ours', () => {
  it('proves who calls', async () => {
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

  it('counts up to a minute after it expired, for clocks that differ, and no longer, remembered or not', async () => {
    const late = token({ iat: now - 3650, exp: now - 50 });
    await verify(late);
    jest.spyOn(Date, 'now').mockReturnValue((now + 11) * 1000);
    await expect(verify(late)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('counts for its family only, and for calibration, which has no accounts', async () => {
    for (const family of ['eyetracker', 'techtrack', 'proctorx'] as const) {
      await expect(tokens.verify(good, family)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    }
    expect(await tokens.verify(good, 'calibration')).toMatchObject({ family: 'attendance', accountId: 7 });
  });
});

describe('forged tokens', () => {
  it('are at least forty kinds', () => {
    expect(Object.keys(forged).length).toBeGreaterThanOrEqual(40);
    expect(new Set(Object.values(forged)).size).toBe(Object.keys(forged).length);
  });

  it.each(Object.entries(forged))('%s: refused', async (_, text) => {
    await verify(good);
    const failure: unknown = await verify(text).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DomainError);
    expect(failure).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('of a thousand unknown keys a second read the keys once in thirty seconds', async () => {
    await verify(good);
    expect(reads).toBe(1);
    const clock = jest.spyOn(Date, 'now');
    for (let second = 0; second < 61; second++) {
      clock.mockReturnValue((now + second) * 1000);
      const flood = Array.from({ length: 50 }, (_, index) =>
        verify(token({}, { kid: `unknown ${second} ${index}` })).catch(() => undefined),
      );
      await Promise.all(flood);
    }
    expect(reads).toBe(2);
  });
});

describe('rotation of keys', () => {
  it('three times under load fails no request: a key is published before it signs', async () => {
    let signing = { key: ours.privateKey, kid };
    const failures: unknown[] = [];
    let requests = 0;
    const clock = jest.spyOn(Date, 'now');
    for (let rotation = 0; rotation < 3; rotation++) {
      const next = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const jwk = await exportJWK(next.publicKey);
      const nextKid = await calculateJwkThumbprint(jwk);
      published = { keys: [...published.keys, { ...jwk, kid: nextKid, alg: 'ES256', use: 'sig' }] };
      for (let minute = 0; minute < 13; minute++) {
        if (minute === 12) signing = { key: next.privateKey, kid: nextKid };
        const at = now + (rotation * 13 + minute) * 60;
        clock.mockReturnValue(at * 1000);
        const load = Array.from({ length: 20 }, () => {
          requests++;
          const claims = { iat: at, exp: at + 3600, jti: randomUUID() };
          const text = token(claims, { kid: signing.kid }, (input) => es256(input, signing.key));
          return verify(text).catch((error: unknown) => failures.push(error));
        });
        await Promise.all(load);
      }
    }
    expect(requests).toBe(780);
    expect(failures).toEqual([]);
  });
});
