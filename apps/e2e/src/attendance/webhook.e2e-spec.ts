import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { AttendanceClient } from './attendance-client.js';

const { url, admin, remote } = sharedPlatform();
const client = new AttendanceClient(url, admin);

interface Receiver {
  readonly id: string;
  readonly secret?: string;
  readonly status: string;
  readonly waiting: number;
}

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly attempts: readonly { readonly status_code: number | null }[];
}

/* A platform elsewhere does not reach this machine. */
(remote ? describe.skip : describe)('webhooks', () => {
  const received: { readonly headers: Record<string, string>; readonly body: string }[] = [];
  let status = 204;
  const server = createServer((request, reply) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers as Record<string, string>, body });
      reply.writeHead(status).end();
    });
  });
  let token: string;
  let address: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    token = (await client.login()).access;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const create = (body: object) => client.http.post('/api/v1/webhooks/', body, { token });
  const deliveriesOf = async (id: string): Promise<Delivery[]> => {
    const { body } = await client.http.get(`/api/v1/webhooks/${id}/deliveries/`, { token });
    return (body as { results: Delivery[] }).results;
  };

  it('webhook: a receiver is registered, tried, told of attendance by a signed message, and removed', async () => {
    const made = await create({ name: 'Payroll', url: address, events: ['attendance_logged'] });
    expect(made.status).toBe(201);
    const { id, secret } = made.body as Receiver;
    const tried = await client.http.post(`/api/v1/webhooks/${id}/test/`, {}, { token });
    expect([tried.status, tried.body]).toMatchObject([200, { delivered: true, status_code: 204 }]);
    received.length = 0;

    const { employee_id } = await client.createUser(token);
    const timestamp = '2024-03-15T08:45:00Z';
    const entry = { employee_id, timestamp, reason: 'Badge', marked_by: 'x@example.com' };
    expect((await client.http.post('/api/v1/attendance/mark/', entry, { token })).status).toBe(201);
    const isOurs = ({ body }: { body: string }) => body.includes(employee_id);
    await eventually(
      async () => received.filter(isOurs),
      ({ length }) => length === 1,
    );
    const [{ body, headers }] = received.filter(isOurs) as [(typeof received)[number]];
    expect(new Webhook(secret!).verify(body, headers)).toMatchObject({
      event: 'attendance_logged',
      timestamp,
      data: { employee_id, name: 'Ada Lovelace', camera_id: null, confidence: null },
    });
    await eventually(
      () => deliveriesOf(id),
      (rows) => rows.every((row) => row.status === 'delivered'),
    );

    const read = await client.http.get(`/api/v1/webhooks/${id}/`, { token });
    expect(JSON.stringify(read.body)).not.toContain(secret);
    expect((await client.http.delete(`/api/v1/webhooks/${id}/`, { token })).status).toBe(204);
    expect((await client.http.get(`/api/v1/webhooks/${id}/`, { token })).status).toBe(404);
  });

  it('webhook: a receiver that is gone is disabled, and its deliveries say what it answered', async () => {
    const { id } = (await create({ name: 'Gone', url: address, events: ['attendance_logged'] }))
      .body as Receiver;
    const { employee_id } = await client.createUser(token);
    status = 410;
    const entry = {
      employee_id,
      timestamp: '2024-03-16T08:45:00Z',
      reason: 'Badge',
      marked_by: 'x@example.com',
    };
    await client.http.post('/api/v1/attendance/mark/', entry, { token });
    const disabled = await eventually(
      async () => (await client.http.get(`/api/v1/webhooks/${id}/`, { token })).body as Receiver,
      (receiver) => receiver.status === 'disabled',
    );
    status = 204;
    expect(disabled.waiting).toBeGreaterThan(0);
    expect((await deliveriesOf(id)).some(({ attempts }) => attempts[0]?.status_code === 410)).toBe(true);
    await client.http.delete(`/api/v1/webhooks/${id}/`, { token });
  });

  it.each([
    [
      'http://169.254.169.254/latest/meta-data/',
      'is never called: it is of this machine, a link or a special network. ' +
        'For trying, the operator may list this machine itself in WEBHOOK_NETWORKS',
    ],
    [
      'http://10.1.2.3/hook',
      'is in a private network that is not listed. The operator lists such in WEBHOOK_NETWORKS',
    ],
    ['ftp://receiver.example/', 'has a scheme that is not called'],
    ['https://user:password@receiver.example/', 'carries a user name or a password'],
    ['nonsense', 'is not an address that can be called'],
  ])('webhook: %s is refused with its reason', async (bad, reason) => {
    const refused = await create({ name: 'Bad', url: bad, events: ['attendance_logged'] });
    expect([refused.status, refused.body]).toEqual([400, { url: [`The address ${reason}.`] }]);
  });

  it('webhook: an event that does not exist, none at all, and another role are refused', async () => {
    for (const events of [['person_sneezed'], []])
      expect((await create({ name: 'x', url: address, events })).status).toBe(400);
    const user = await client.createUser(token);
    const { access } = await client.login(user);
    const asStudent = { token: access };
    expect((await client.http.get('/api/v1/webhooks/', asStudent)).status).toBe(403);
    expect((await client.http.get('/api/v1/webhooks/')).status).toBe(401);
  });
});
