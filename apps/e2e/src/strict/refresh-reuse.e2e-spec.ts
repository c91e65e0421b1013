import { eventually, HttpClient, type Platform, startPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { familiesWithAccounts, pathsOf } from '../families.js';
import { Accounts } from '../generated/targets/accounts.js';

/* SECURITY_PROFILE=strict: a refresh token works once. */
let platform: Platform;
let client: HttpClient;

interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

beforeAll(async () => {
  const settings = {
    SECURITY_PROFILE: 'strict',
    SERVICES: 'auth-gateway,identity',
    RATE_LIMIT_FACTOR: '10000',
  };
  platform = await startPlatform({ settings });
  client = new HttpClient(platform.url);
});
afterAll(() => platform?.stop());

describe('strict: a used refresh token', () => {
  it.each(familiesWithAccounts)('strict: reuse of a refresh token ends the session in %s', async (family) => {
    const { own, refresh: path } = pathsOf[family];
    const accounts = new Accounts(platform);
    const [stolen, other] = [await accounts.make(family), await accounts.make(family)];
    const refresh = async (token: string): Promise<Tokens> => {
      const { status, body } = await client.post(path, { refresh: token });
      expect(status).toBe(200);
      expect(body).toMatchObject({ access: expect.any(String), refresh: expect.any(String) });
      return body as Tokens;
    };
    const second = await refresh(stolen.refresh);
    expect(second.refresh).not.toBe(stolen.refresh);
    /* An immediate repetition, as after a lost answer, returns the same child token. */
    expect((await refresh(stolen.refresh)).refresh).toBe(second.refresh);
    const third = await refresh(second.refresh);
    expect((await client.get(own, { token: third.access })).status).toBe(200);

    expect((await client.post(path, { refresh: stolen.refresh })).status).toBe(401);
    const endedAtMs = Date.now();
    for (const token of [stolen.token, second.access, third.access])
      await eventually(
        () => client.get(own, { token }),
        ({ status }) => status === 401,
      );
    expect(Date.now() - endedAtMs).toBeLessThanOrEqual(5_000);
    expect((await client.post(path, { refresh: third.refresh })).status).toBe(401);

    expect((await client.get(own, { token: other.token })).status).toBe(200);
    await refresh(other.refresh);
  });
});
