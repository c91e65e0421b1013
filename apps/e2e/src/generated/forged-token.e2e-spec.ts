import type { Family } from '@argus/contracts';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { signingKeyOf } from '@argus/testing/installation';
import { forgedTokens, type Signer, tokenMaker } from '@argus/testing/generated';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pathsOf } from '../families.js';
import { Accounts } from './targets/accounts.js';

/*
 * Sends forged access tokens to an operation of every family. They are signed with the platform's own key, taken from its
 * database, so that their fault is the only reason to refuse them. The key of a remote platform is not available.
 */
const target = sharedPlatform();
const client = new HttpClient(target.url);
const directory = target.dataDirectory;

const paths: Readonly<Record<Family, string>> = {
  ...(Object.fromEntries(Object.entries(pathsOf).map(([family, { own }]) => [family, own])) as Record<
    keyof typeof pathsOf,
    string
  >),
  calibration: '/api/calibration/session/1',
};

const REFUSED = 'Given token not valid for any token type';
const restFramework = (name: string): object => {
  if (name === 'empty')
    return {
      detail: 'Authorization header must contain two space-delimited values',
      code: 'bad_authorization_header',
    };
  const isType = ['type refresh', 'type missing', 'a refresh token'].includes(name);
  const message = isType ? 'Token has wrong type' : 'Token is invalid or expired';
  const messages = [{ token_class: 'AccessToken', token_type: 'access', message }];
  return { detail: REFUSED, code: 'token_not_valid', messages };
};
/** Body and challenge header of each family's refusal. */
const wordsOf: Readonly<Record<Family, readonly [words: (name: string) => object, challenge: string]>> = {
  attendance: [restFramework, 'Bearer realm="api"'],
  techtrack: [restFramework, 'Bearer realm="api"'],
  eyetracker: [restFramework, 'Bearer realm="api"'],
  proctorx: [
    (name) => ({
      ok: false,
      error: name === 'empty' ? 'Authorization header must contain two space-delimited values' : REFUSED,
    }),
    'Bearer realm="api"',
  ],
  calibration: [() => ({ detail: 'Invalid authentication credentials' }), 'Bearer'],
};

/* Calibration has no accounts of its own and accepts a token of any family. */
const goodForCalibration = ['audience another family', 'duplicate claims, the last one another family'];

const partOf = (token: string, part: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[part]!, 'base64url').toString()) as Record<string, unknown>;

const suite = directory === undefined ? describe.skip : describe;

suite.each(Object.keys(paths) as Family[])('forged tokens: %s', (family) => {
  const path = paths[family];
  const foreign = family === 'techtrack' ? 'proctorx' : 'techtrack';
  let signer: Signer;
  let claims: Record<string, unknown>;
  beforeAll(async () => {
    const { token } = await new Accounts(target).make(family === 'calibration' ? 'attendance' : family);
    signer = await signingKeyOf(directory!, String(partOf(token, 0).kid));
    claims = partOf(token, 1);
  });

  it('forged tokens are refused in the words of the family, and a valid token with the same claims is accepted', async () => {
    const good = await client.get(path, { token: tokenMaker(signer, claims)() });
    expect(good.status).not.toBe(401);
    expect(good.status).toBeLessThan(500);
    const [words, challenge] = wordsOf[family];
    const forged = Object.entries(forgedTokens(signer, claims, foreign)).filter(
      ([name]) => family !== 'calibration' || !goodForCalibration.includes(name),
    );
    expect(forged.length).toBeGreaterThanOrEqual(40);
    for (const [name, token] of forged) {
      const { status, body, headers } = await client.get(path, { token });
      expect([name, status, body, headers['www-authenticate']]).toEqual([name, 401, words(name), challenge]);
    }
  });
});
