import { createHmac, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Signer {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

type Claims = Readonly<Record<string, unknown>>;
type Sign = (input: string) => string;

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const es256 =
  (key: KeyObject): Sign =>
  (input) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

/** Returns a function that makes tokens: claims and header with changes, signed by the signer unless `signed` replaces it. */
export const tokenMaker =
  ({ kid, privateKey }: Signer, claims: Claims) =>
  (changes: Claims = {}, headers: Claims = {}, signed: Sign = es256(privateKey)): string => {
    const input = `${encode({ alg: 'ES256', typ: 'at+jwt', kid, ...headers })}.${encode({ ...claims, ...changes })}`;
    return `${input}.${signed(input)}`;
  };

const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const hmac =
  (algorithm: string, secret: Buffer | string): Sign =>
  (input) =>
    createHmac(algorithm, secret).update(input).digest('base64url');
/* The order of P-256; as r or s it equals 0. */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

/**
 * Returns tokens that every operation must refuse, by their fault (RFC 8725, RFC 9068). Most are signed with the right key, so
 * that the fault is the only reason to refuse them.
 * @param claims claims of a valid token of the family `claims.aud`.
 * @param foreign another family that has accounts.
 */
export function forgedTokens(signer: Signer, claims: Claims, foreign: string): Record<string, string> {
  const token = tokenMaker(signer, claims);
  const now = Math.floor(Date.now() / 1000);
  const own = String(claims.aud);
  const header = { alg: 'ES256', typ: 'at+jwt', kid: signer.kid };
  const good = token();
  const [head = '', body = '', signature = ''] = good.split('.');
  const raw = (headerText: string, claimsText: string): string => {
    const input = `${encode(headerText)}.${encode(claimsText)}`;
    return `${input}.${es256(signer.privateKey)(input)}`;
  };
  const pem = signer.publicKey.export({ type: 'spki', format: 'pem' });
  const der = signer.publicKey.export({ type: 'spki', format: 'der' });
  const jwk = JSON.stringify(signer.publicKey.export({ format: 'jwk' }));
  const attackerJwk = attacker.publicKey.export({ format: 'jwk' });
  const byAttacker = es256(attacker.privateKey);
  return {
    'no signature': `${head}.${body}.`,
    'two parts': `${head}.${body}`,
    'four parts': `${good}.x`,
    'five parts, as an encrypted token': `${head}..${body}..${signature}`,
    empty: '',
    'dots only': '..',
    rubbish: 'rubbish',
    'header not base64': `!!!.${body}.${signature}`,
    'header no JSON': `${encode('{')}.${body}.${signature}`,
    'header a list': raw('[]', JSON.stringify(claims)),
    'payload no JSON': raw(JSON.stringify(header), '{'),
    'payload a list': raw(JSON.stringify(header), '[]'),
    'alg none': token({}, { alg: 'none' }, () => ''),
    'alg None': token({}, { alg: 'None' }, () => ''),
    'alg none with the signature of a good one': token({}, { alg: 'none' }, () => signature),
    'alg missing': token({}, { alg: undefined }),
    'HS256 with the public key as PEM': token({}, { alg: 'HS256' }, hmac('sha256', pem)),
    'HS256 with the public key as DER': token({}, { alg: 'HS256' }, hmac('sha256', der)),
    'HS256 with the public key as JWK': token({}, { alg: 'HS256' }, hmac('sha256', jwk)),
    'HS256 with an empty secret': token({}, { alg: 'HS256' }, hmac('sha256', '')),
    'HS512 with the public key': token({}, { alg: 'HS512' }, hmac('sha512', pem)),
    'RS256 with another key': token({}, { alg: 'RS256' }, (input) =>
      createSign('sha256').update(input).sign(rsa.privateKey, 'base64url'),
    ),
    'ES384 with another key': token({}, { alg: 'ES384' }, es256(p384.privateKey)),
    'EdDSA with another key': token({}, { alg: 'EdDSA' }, (input) =>
      sign(null, Buffer.from(input), ed.privateKey).toString('base64url'),
    ),
    'ES256 with another key': token({}, {}, byAttacker),
    'signature in DER': token({}, {}, (input) =>
      sign('sha256', Buffer.from(input), signer.privateKey).toString('base64url'),
    ),
    'r and s zero': `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`,
    'r and s the order of the curve': `${head}.${body}.${Buffer.concat([order, order]).toString('base64url')}`,
    'signature cut': `${head}.${body}.${signature.slice(0, -4)}`,
    'signature prolonged': `${head}.${body}.${signature}AAAA`,
    'signature of other claims': `${head}.${encode({ ...claims, role: 'root' })}.${signature}`,
    'header of another token': `${encode({ ...header, x: 1 })}.${body}.${signature}`,
    'kid unknown': token({}, { kid: 'unknown' }),
    'kid missing': token({}, { kid: undefined }),
    'kid a path': token({}, { kid: '../../../../dev/null' }),
    'kid an injection': token({}, { kid: `' UNION SELECT 'key` }),
    'kid of a prototype': token({}, { kid: '__proto__' }),
    'kid no text': token({}, { kid: { toString: signer.kid } }),
    'jwk of the attacker in the header': token({}, { jwk: attackerJwk }, byAttacker),
    'jwk of the attacker and no kid': token({}, { jwk: attackerJwk, kid: undefined }, byAttacker),
    'jku of the attacker': token({}, { jku: 'https://attacker.example/keys' }, byAttacker),
    'x5u of the attacker': token({}, { x5u: 'https://attacker.example/cert' }, byAttacker),
    'x5c of the attacker': token({}, { x5c: ['AAAA'] }, byAttacker),
    'crit that nobody understands': token({}, { crit: ['exp'] }),
    'crit empty': token({}, { crit: [] }),
    'b64 false': token({}, { crit: ['b64'], b64: false }),
    'typ missing': token({}, { typ: undefined }),
    'typ of an id token': token({}, { typ: 'JWT' }),
    'typ of a logout token': token({}, { typ: 'logout+jwt' }),
    'issuer another': token({ iss: 'https://attacker.example' }),
    'issuer missing': token({ iss: undefined }),
    'issuer a list': token({ iss: ['argus'] }),
    'audience another family': token({ aud: foreign }),
    'audience missing': token({ aud: undefined }),
    'audience a list of families': token({ aud: [own, foreign] }),
    'audience in capitals': token({ aud: own.toUpperCase() }),
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
    'user id a text': token({ user_id: String(claims.user_id) }),
    'user id a fraction': token({ user_id: 7.5 }),
    'user id missing': token({ user_id: undefined }),
    'role a list': token({ role: ['admin'] }),
    'session missing': token({ sid: undefined }),
    'duplicate claims, the last one another family': raw(
      JSON.stringify(header),
      JSON.stringify(claims).replace(/\}$/, `,"aud":"${foreign}"}`),
    ),
    'longer than any of ours': token({ padding: 'x'.repeat(5000) }),
    'a refresh token': `argr_${'x'.repeat(43)}`,
  };
}
