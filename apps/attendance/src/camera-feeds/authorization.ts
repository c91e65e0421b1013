import { createHash, randomBytes } from 'node:crypto';
import type { CameraCredentials } from '../cameras/camera-address.js';

interface Asked {
  readonly method: string;
  readonly uri: string;
}

/** Answers what a camera asks for (RFC 7617, RFC 7616): Digest where it is offered, else Basic. Undefined where neither is. */
export type Authorization = (asked: Asked) => string;

const ALGORITHMS: Readonly<Record<string, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };

/** @param challenges values of the headers WWW-Authenticate, each with one challenge */
export function authorizationFor(
  challenges: readonly string[],
  { username = '', password = '' }: CameraCredentials,
): Authorization | undefined {
  const digests = challenges.filter((each) => /^digest\s/i.test(each)).map(parametersOf);
  /* The first that is understood: a camera names its preference first. */
  const digest = digests.find(
    ({ algorithm = 'MD5', nonce }) => algorithm.toUpperCase() in ALGORITHMS && nonce,
  );
  if (digest) return digestOf(digest, username, password);
  if (!challenges.some((each) => /^basic(\s|$)/i.test(each))) return undefined;
  return () => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function digestOf(
  { realm = '', nonce = '', opaque, algorithm, qop }: Record<string, string>,
  username: string,
  password: string,
): Authorization {
  const hashName = ALGORITHMS[(algorithm ?? 'MD5').toUpperCase()]!;
  const hash = (text: string): string => createHash(hashName).update(text).digest('hex');
  const secret = hash(`${username}:${realm}:${password}`);
  const isCounted = qop?.split(',').some((each) => each.trim() === 'auth') ?? false;
  let count = 0;
  return ({ method, uri }) => {
    const asked = hash(`${method}:${uri}`);
    const fields = [
      quoted('username', username),
      quoted('realm', realm),
      quoted('nonce', nonce),
      quoted('uri', uri),
    ];
    if (isCounted) {
      const number = (++count).toString(16).padStart(8, '0');
      const own = randomBytes(8).toString('hex');
      const response = hash(`${secret}:${nonce}:${number}:${own}:auth:${asked}`);
      fields.push(quoted('response', response), 'qop=auth', `nc=${number}`, quoted('cnonce', own));
    } else fields.push(quoted('response', hash(`${secret}:${nonce}:${asked}`)));
    if (opaque !== undefined) fields.push(quoted('opaque', opaque));
    if (algorithm !== undefined) fields.push(`algorithm=${algorithm}`);
    return `Digest ${fields.join(', ')}`;
  };
}

const quoted = (name: string, value: string): string => `${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`;

function parametersOf(challenge: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, inQuotes, bare] of challenge.matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g))
    found[name!.toLowerCase()] = inQuotes?.replaceAll(/\\(.)/g, '$1') ?? bare!;
  return found;
}
