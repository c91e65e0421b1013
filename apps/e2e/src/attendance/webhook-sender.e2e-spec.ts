import { eventually, sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { AttendanceClient } from './attendance-client.js';

const { url, admin, remote } = sharedPlatform();
const client = new AttendanceClient(url, admin);

/* A platform elsewhere does not call itself by this address. */
(remote ? describe.skip : describe)('messages of another installation', () => {
  it('webhook: a platform that is its own receiver logs what it told itself once as remote, and tells that no further', async () => {
    const token = (await client.login()).access;
    const target = `${url}/api/v1/webhooks/attendance/`;
    const made = await client.http.post(
      '/api/v1/webhooks/',
      { name: 'Mirror', url: target, events: ['attendance_logged'] },
      { token },
    );
    expect(made.status).toBe(201);
    const { id, secret } = made.body as { id: string; secret: string };
    const sender = await client.http.post('/api/v1/webhook-senders/', { name: 'Mirror', secret }, { token });
    expect([sender.status, JSON.stringify(sender.body).includes(secret)]).toEqual([201, false]);
    const trial = await client.http.post(`/api/v1/webhooks/${id}/test/`, {}, { token });
    expect(trial.body).toMatchObject({ delivered: true, status_code: 200 });

    const { employee_id } = await client.createUser(token);
    const entry = {
      employee_id,
      timestamp: '2024-03-15T08:45:00Z',
      reason: 'Desk',
      marked_by: 'x@example.com',
    };
    expect((await client.http.post('/api/v1/attendance/mark/', entry, { token })).status).toBe(201);
    const logs = async () =>
      (await client.http.get(`/api/v1/attendance/logs/?employee_id=${employee_id}`, { token })).body as {
        readonly results: readonly { readonly method: string }[];
      };
    const { results } = await eventually(logs, (listed) => listed.results.length > 1);
    expect(results.map(({ method }) => method).sort()).toEqual(['manual', 'remote']);
    expect((await client.http.delete(`/api/v1/webhooks/${id}/`, { token })).status).toBe(204);
    const removed = (sender.body as { id: string }).id;
    expect((await client.http.delete(`/api/v1/webhook-senders/${removed}/`, { token })).status).toBe(204);
  });

  it('webhook: an unsigned message is refused without a word about who is accepted', async () => {
    const message = {
      event: 'attendance_logged',
      timestamp: '2024-03-15T08:45:23Z',
      data: { employee_id: 'FAC001' },
    };
    const answer = await client.http.post('/api/v1/webhooks/attendance/', message);
    expect([answer.status, answer.headers['x-error-code']]).toEqual([403, 'SIGNATURE_NOT_VALID']);
  });
});
