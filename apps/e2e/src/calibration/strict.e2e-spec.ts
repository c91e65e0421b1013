import { HttpClient, type Platform, startPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

describe('calibration under SECURITY_PROFILE=strict', () => {
  let platform: Platform;
  let client: HttpClient;
  beforeAll(async () => {
    platform = await startPlatform({ settings: { SECURITY_PROFILE: 'strict' } });
    client = new HttpClient(platform.url);
  });
  afterAll(() => platform?.stop());

  it('calibration in strict: it requires a token of any family and shows an account only its own sessions', async () => {
    const path = '/api/calibration/session/create';
    const anonymous = await client.post(path, { candidate_id: 'c1' });
    expect([anonymous.status, anonymous.body]).toEqual([401, { detail: 'Not authenticated' }]);
    expect((await client.get('/api/screen/info/c1')).status).toBe(401);
    expect((await client.get('/api/ping')).status).toBe(200);

    const login = await client.post('/api/v1/auth/login/', platform.admin);
    const { access: token } = login.body as { access: string };
    const created = await client.post(path, { candidate_id: 'c1' }, { token });
    expect(created.status).toBe(200);
    const { session_id } = created.body as { session_id: string };
    const state = `/api/calibration/session/${session_id}`;
    expect((await client.get(state, { token })).body).toMatchObject({ exists: true });
    expect((await client.get(state)).status).toBe(401);
    const candidate = '/api/calibration/candidate/c1';
    expect((await client.delete(candidate)).status).toBe(401);
    expect((await client.delete(candidate, { token })).body).toMatchObject({ sessions: 1 });
    expect((await client.get(state, { token })).body).toMatchObject({ exists: false });
  });
});
