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
      { name: 'x', scopes: ['face-verify:write'] },
      { token },
    );
    expect(refused.status).toBe(403);
    const rubbish = await client.http.get('/api/v1/users/', { headers: { 'x-api-key': 'rubbish' } });
    expect([rubbish.status, rubbish.body]).toEqual([
      401,
      { detail: 'Invalid API key.', code: 'api_key_not_valid' },
    ]);
  });

  it('API key: users:write makes students, but no administrator, and gives no password, session, link or key', async () => {
    const { access: token } = await client.login();
    const scopes = ['users:read', 'users:write'];
    const made = await client.http.post('/api/v1/api-keys/', { name: 'Roster', scopes }, { token });
    const headers = { 'x-api-key': (made.body as Created).key };
    const student = await client.createUser(token);
    const { id: adminId } = await client.createUser(token, { role: 'admin' });
    const person = {
      ...{ first_name: 'Eve', last_name: 'A', password: 'correct horse battery staple' },
      ...{ employee_id: `K${student.employee_id.slice(1)}`, email: `k${student.email}` },
    };
    const of = (id: number): string => `/api/v1/users/${id}/`;
    const refused = [
      await client.http.post(`${of(adminId)}password/`, {}, { headers }),
      await client.http.post('/api/v1/users/', { ...person, role: 'admin' }, { headers }),
      await client.http.post('/api/v1/users/', { ...person, role: 'faculty' }, { headers }),
      await client.http.send('PUT', of(student.id), { headers, body: { role: 'admin' } }),
      await client.http.send('PUT', of(adminId), { headers, body: { email: person.email } }),
      await client.http.delete(of(adminId), { headers }),
      await client.http.delete(`${of(student.id)}sessions/`, { headers }),
      await client.http.get(`${of(student.id)}links/`, { headers }),
      await client.http.post('/api/v1/api-keys/', { name: 'x', scopes }, { headers }),
      await client.http.get('/api/v1/auth/sessions/', { headers }),
    ];
    for (const { status, body } of refused)
      expect([status, body]).toEqual([
        403,
        { detail: expect.stringMatching(/^API keys may not do this. Log in at .* Authorization: Bearer/) },
      ]);
    const allowed = [
      await client.http.post('/api/v1/users/', person, { headers }),
      await client.http.send('PUT', of(student.id), { headers, body: { last_name: 'B' } }),
      await client.http.delete(of(student.id), { headers }),
    ];
    expect(allowed.map(({ status }) => status)).toEqual([201, 200, 204]);
  });
});
