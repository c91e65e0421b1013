import { eventually, sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { AttendanceClient } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

interface Created {
  readonly id: string;
  readonly key: string;
}

describe('API keys', () => {
  it('API key: it allows what its scopes name, and is refused within five seconds of its revocation', async () => {
    const { access: token } = await client.login();
    const request = { name: 'Kiosk', scopes: ['users:read'] };
    const made = await client.http.post('/api/v1/api-keys/', request, { token });
    expect(made.status).toBe(201);
    const { id, key } = made.body as Created;
    const headers = { 'x-api-key': key };
    expect((await client.http.get('/api/v1/users/', { headers })).status).toBe(200);
    const beyond = [
      await client.http.post('/api/v1/users/', {}, { headers }),
      await client.http.get('/api/v1/attendance/logs/', { headers }),
      await client.http.get('/api/v1/api-keys/', { headers }),
      await client.http.get('/api/v1/auth/sessions/', { headers }),
    ];
    expect(beyond.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    const listed = await client.http.get('/api/v1/api-keys/?page_size=100', { token });
    expect(JSON.stringify(listed.body)).toContain(id);
    expect(JSON.stringify(listed.body)).not.toContain(key);

    expect((await client.http.delete(`/api/v1/api-keys/${id}/`, { token })).status).toBe(204);
    const revokedAtMs = Date.now();
    const { body } = await eventually(
      () => client.http.get('/api/v1/users/', { headers }),
      ({ status }) => status === 401,
    );
    expect(Date.now() - revokedAtMs).toBeLessThan(5_500);
    expect(body).toMatchObject({ code: expect.any(String) });
  });

  it('API keys: only administrators create them, and an invalid key is answered 401', async () => {
    const { access: adminToken } = await client.login();
    const { email, password } = await client.createUser(adminToken);
    const { access: token } = await client.login({ email, password });
    const refused = await client.http.post(
      '/api/v1/api-keys/',
      { name: 'x', scopes: ['face:read'] },
      { token },
    );
    expect(refused.status).toBe(403);
    const rubbish = await client.http.get('/api/v1/users/', { headers: { 'x-api-key': 'rubbish' } });
    expect([rubbish.status, rubbish.body]).toEqual([
      401,
      { detail: 'Invalid API key.', code: 'api_key_not_valid' },
    ]);
  });
});
