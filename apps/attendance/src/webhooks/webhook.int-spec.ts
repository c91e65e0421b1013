import { attendanceContract, type DeliveryStatus, Instant, webhookContract } from '@argus/contracts';
import { hostileUrls } from '@argus/outgoing/testing';
import { eventually } from '@argus/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { WebhookReceiver } from '../testing/webhook-receiver.js';
import { WebhookWorker } from './webhook.worker.js';

const operations = webhookContract.operations;
const page = { page: 1, page_size: 100 };

let replica: AttendanceReplica;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  replica = await startAttendance({ people: [10, 11], settings: { WEBHOOK_NETWORKS: '127.0.0.1' } });
});
afterEach(async () => {
  receiver.answer = () => [204];
  receiver.answerLater = undefined;
  await replica.database.query('DELETE FROM webhook');
});
afterAll(async () => {
  await replica.stop();
  await receiver.stop();
});

/** Registers a receiver at a path of its own. */
async function registered(more: object = {}) {
  const path = `/${randomUUID()}`;
  const body = {
    name: 'Payroll',
    url: receiver.origin + path,
    events: ['attendance_logged' as const],
    status: 'active' as const,
    ...more,
  };
  const { id, secret } = await replica.call(operations.create, { body }, admin);
  return { path, id, secret: secret! };
}
let second = 0;
const mark = (employee_id = 'P10') => {
  const timestamp = Instant.ofMs(Date.UTC(2026, 2, 1) + 1000 * second++);
  const body = { employee_id, timestamp, reason: 'Forgot the badge', marked_by: 'x@example.com' };
  return replica.call(attendanceContract.operations.mark, { body }, admin);
};
const deliveries = async (id: string, status?: DeliveryStatus) => {
  const query = { ...page, ...(status && { status }) };
  return (await replica.call(operations.deliveries, { params: { id }, query }, admin)).results;
};
const read = (id: string) => replica.call(operations.get, { params: { id } }, admin);
const settled = (id: string, count: number, status: DeliveryStatus = 'delivered') =>
  eventually(
    () => deliveries(id, status),
    (rows) => rows.length === count,
  );
/** As if the pause were over. */
const hurry = async (id: string) => {
  await replica.database.query(
    `UPDATE webhook_delivery SET next_attempt_at = now() WHERE webhook_id = $1 AND status = 'waiting'`,
    [id],
  );
  await replica.database.query('UPDATE webhook SET resting_until = NULL WHERE id = $1', [id]);
  await replica.get(WebhookWorker).run({ webhookId: id });
};

describe('webhooks', () => {
  it('a marked attendance arrives once, signed, in the documented form and with a sequence without gaps', async () => {
    const { id, path, secret } = await registered();
    const marked = [await mark(), await mark('P11')];
    await settled(id, 2);
    const messages = receiver.messages(path, secret).sort((a, b) => a.sequence - b.sequence);
    expect(messages).toEqual(
      marked.map(({ timestamp, employee }, index) => ({
        event: 'attendance_logged',
        timestamp,
        data: { employee_id: employee.employee_id, name: employee.name, camera_id: null, confidence: null },
        id: expect.any(String),
        sequence: index + 1,
      })),
    );
    const ids = receiver.requests
      .filter((each) => each.path === path)
      .map(({ headers }) => headers['webhook-id']);
    expect(ids.sort()).toEqual(messages.map((message) => message.id).sort());
    expect(await read(id)).toMatchObject({ last_sequence: 2, waiting: 0, failed: 0, failing_since: null });
  });

  it('an event goes to who listens to it only', async () => {
    const faces = await registered({ events: ['face_enrolled', 'face_enrolled'] });
    const logs = await registered();
    await mark();
    await settled(logs.id, 1);
    expect((await read(faces.id)).events).toEqual(['face_enrolled']);
    expect(await deliveries(faces.id)).toEqual([]);
  });

  it('a message that is refused comes again under the same id with the same body, and its attempts can be read', async () => {
    const { id, path, secret } = await registered();
    receiver.answer = () => [500];
    await mark();
    const [waiting] = await eventually(
      () => deliveries(id, 'waiting'),
      ([row]) => row?.attempts.length === 1,
    );
    expect(waiting).toMatchObject({
      attempts: [{ number: 1, status_code: 500, problem: 'It answered 500', at: expect.any(String) }],
      next_attempt_at: expect.any(String),
      delivered_at: null,
    });
    expect(await read(id)).toMatchObject({ waiting: 1, failing_since: expect.any(String) });
    receiver.answer = () => [204];
    await hurry(id);
    expect(await settled(id, 1)).toMatchObject([
      { id: waiting!.id, attempts: [{ number: 1 }, { number: 2, problem: '' }] },
    ]);
    const bodies = receiver.requests.filter((each) => each.path === path).map(({ body }) => body);
    expect(bodies).toEqual([bodies[0], bodies[0]]);
    expect(receiver.messages(path, secret)[1]).toMatchObject({ id: waiting!.id, sequence: 1 });
    expect((await read(id)).failing_since).toBeNull();
    const metrics = await replica.scrape();
    for (const outcome of ['delivered', 'refused'])
      expect(metrics).toMatch(
        new RegExp(`argus_webhook_attempts_total\\{outcome="${outcome}",service="attendance"\\} [1-9]`),
      );
    expect(metrics).toMatch(/argus_webhook_delay_seconds_count\{service="attendance"\} [1-9]/);
  });

  it('a receiver that asks for time by Retry-After is given it', async () => {
    const { id } = await registered();
    receiver.answer = () => [503, { 'retry-after': '900' }];
    await mark();
    const [row] = await eventually(
      () => deliveries(id, 'waiting'),
      ([each]) => each?.attempts.length === 1,
    );
    const [attempt] = row!.attempts;
    const pause = (Instant.parse(row!.next_attempt_at!)!.ms - Instant.parse(attempt!.at)!.ms) / 1000;
    expect(Math.round(pause)).toBe(900);
  });

  it('after the last attempt a delivery has failed, is kept, and can be replayed', async () => {
    const { id } = await registered();
    receiver.answer = () => [500];
    await mark();
    await eventually(
      () => deliveries(id),
      ([row]) => row?.attempts.length === 1,
    );
    await replica.database.query('UPDATE webhook_delivery SET tries = 10 WHERE webhook_id = $1', [id]);
    await hurry(id);
    const [failed] = await settled(id, 1, 'failed');
    expect(failed).toMatchObject({ next_attempt_at: null });
    expect(await read(id)).toMatchObject({ failed: 1, waiting: 0 });
    receiver.answer = () => [204];
    const params = { id, delivery_id: failed!.id };
    expect(await replica.call(operations.replay, { params }, admin)).toMatchObject({
      status: 'waiting',
      sequence: 1,
    });
    await settled(id, 1);
    await expect(
      replica.call(operations.replay, { params: { id, delivery_id: randomUUID() } }, admin),
    ).rejects.toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
  });

  it('410 Gone disables a receiver: events wait for it, and are sent when an administrator makes it active', async () => {
    const { id, path, secret } = await registered();
    receiver.answer = () => [410];
    await mark();
    await eventually(
      () => read(id),
      ({ status }) => status === 'disabled',
    );
    receiver.answer = () => [204];
    await mark();
    await settled(id, 2, 'waiting');
    await replica.call(operations.change, { params: { id }, body: { status: 'active' } }, admin);
    await settled(id, 2);
    expect(new Set(receiver.messages(path, secret).map(({ sequence }) => sequence))).toEqual(new Set([1, 2]));
    const events = await replica.database.query<{ payload: object }>(
      `SELECT payload FROM outbox_message WHERE subject = 'evt.attendance.webhook-changed.v1'
        AND payload ->> 'webhook_id' = $1 AND payload ->> 'act' = 'disabled'`,
      [id],
    );
    expect(events.map(({ payload }) => payload)).toMatchObject([{ name: 'Payroll', requested_by: null }]);
  });

  it('an answer of the former address does not disable the new one, and what it missed is sent there at once', async () => {
    const { id } = await registered();
    const path = `/${randomUUID()}`;
    const change = () =>
      replica.call(operations.change, { params: { id }, body: { url: receiver.origin + path } }, admin);
    let changed: Promise<unknown> | undefined;
    receiver.answerLater = async (request) => {
      if (request.path === path) return [204];
      await (changed ??= change());
      return [410];
    };
    await mark();
    await settled(id, 1);
    expect(await read(id)).toMatchObject({ status: 'active', failing_since: null });
    expect(receiver.requests.filter((request) => request.path === path)).toHaveLength(1);
  });

  it('who is made active again gets at once what waits, also what was to wait for hours', async () => {
    const { id } = await registered();
    receiver.answer = () => [503, { 'retry-after': '3000' }];
    await mark();
    await eventually(
      () => deliveries(id, 'waiting'),
      ([row]) => row?.attempts.length === 1,
    );
    receiver.answer = () => [204];
    await replica.call(operations.change, { params: { id }, body: { status: 'active' } }, admin);
    await settled(id, 1);
  });

  it('a paused receiver gets nothing, and what it missed when it goes on', async () => {
    const { id, path, secret } = await registered();
    await replica.call(operations.change, { params: { id }, body: { status: 'paused' } }, admin);
    for (let i = 0; i < 6; i++) await mark();
    await settled(id, 6, 'waiting');
    await hurry(id);
    expect(receiver.messages(path, secret)).toEqual([]);
    await replica.call(operations.change, { params: { id }, body: { status: 'active' } }, admin);
    await settled(id, 6);
    expect(
      receiver
        .messages(path, secret)
        .map(({ sequence }) => sequence)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('a rotated secret signs beside the former one, until that ends', async () => {
    const { id, path, secret } = await registered();
    const { secret: newest } = await replica.call(operations.rotateSecret, { params: { id } }, admin);
    expect(newest).not.toBe(secret);
    await mark();
    await settled(id, 1);
    for (const each of [secret, newest!]) expect(receiver.messages(path, each)).toHaveLength(1);
    /* Who loses the answer of a rotation rotates again; the receiver still has the first secret. */
    const { secret: third } = await replica.call(operations.rotateSecret, { params: { id } }, admin);
    await mark();
    await settled(id, 2);
    for (const each of [secret, newest!]) expect(receiver.messages(path, each)).toHaveLength(2);
    await replica.database.query(
      'UPDATE webhook_former_secret SET until = until - $2::interval WHERE webhook_id = $1',
      [id, '24 hours'],
    );
    receiver.requests.length = 0;
    await mark();
    await settled(id, 3);
    expect(receiver.messages(path, third!)).toHaveLength(1);
    expect(() => receiver.messages(path, secret)).toThrow();
  });

  it('rounds of several workers at once send each message once', async () => {
    const { id, path, secret } = await registered();
    await replica.call(operations.change, { params: { id }, body: { status: 'paused' } }, admin);
    for (let i = 0; i < 20; i++) await mark();
    await settled(id, 20, 'waiting');
    await replica.call(operations.change, { params: { id }, body: { status: 'active' } }, admin);
    const worker = replica.get(WebhookWorker);
    await Promise.all(Array.from({ length: 10 }, () => worker.run({ webhookId: id })));
    await settled(id, 20);
    const sequences = receiver.messages(path, secret).map(({ sequence }) => sequence);
    expect(sequences.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('a receiver that fails in a row rests, and others are served meanwhile', async () => {
    const down = await registered();
    const up = await registered();
    receiver.answer = ({ path }) => [path === down.path ? 500 : 204];
    for (let i = 0; i < 12; i++) await mark();
    await settled(up.id, 12);
    const resting = () =>
      replica.database.query<{ failures: number }>(
        'SELECT failures FROM webhook WHERE id = $1 AND resting_until > failing_since',
        [down.id],
      );
    await eventually(resting, (rows) => rows.length === 1);
    const attempts = (await deliveries(down.id)).filter((row) => row.attempts.length > 0).length;
    expect(attempts).toBeLessThan(12);
  });

  it('a trial tells what the receiver answered, also where it redirects or does not answer, and follows nothing', async () => {
    const { id, path } = await registered();
    const tried = () => replica.call(operations.test, { params: { id } }, admin);
    expect(await tried()).toMatchObject({ delivered: true, status_code: 204, problem: '' });
    receiver.answer = (request) =>
      request.path === path ? [302, { location: `${receiver.origin}/elsewhere` }] : [204];
    expect(await tried()).toMatchObject({
      delivered: false,
      problem: 'It answered 302; redirects are not followed',
    });
    expect(receiver.requests.some((request) => request.path === '/elsewhere')).toBe(false);
    await replica.database.query('UPDATE webhook SET url = $2 WHERE id = $1', [id, 'http://127.0.0.1:1/']);
    expect(await tried()).toMatchObject({
      delivered: false,
      status_code: null,
      problem: 'Nothing listens at that port',
    });
    expect(await deliveries(id)).toEqual([]);
  });

  it('an address that must not be called is refused with its reason, by creation and by change', async () => {
    const { id } = await registered();
    const port = Number(new URL(receiver.origin).port);
    const reached = receiver.requests.length;
    /* 127.0.0.1 itself is listed in this test, and what a name stands for is judged at each attempt. */
    const urls = hostileUrls('http', port).filter((url) => {
      const host = URL.canParse(url) ? new URL(url).hostname : '';
      return !/^(127\.0\.0\.1|\[::ffff:7f00:1\]|localhost\.?|[a-z]+\.example)$/.test(host);
    });
    expect(urls.length).toBeGreaterThan(65);
    for (const url of urls) {
      for (const attempt of [
        () =>
          replica.call(
            operations.create,
            { body: { name: 'x', url, events: ['face_revoked'], status: 'active' } },
            admin,
          ),
        () => replica.call(operations.change, { params: { id }, body: { url } }, admin),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    }
    expect(receiver.requests).toHaveLength(reached);
    expect(await replica.database.query('SELECT 1 FROM webhook')).toHaveLength(1);
  });

  it('secrets are sealed: neither the database nor a second answer shows one', async () => {
    const { id, secret } = await registered();
    const [row] = await replica.database.query<object>(
      'SELECT to_jsonb(w)::text AS text FROM webhook w WHERE id = $1',
      [id],
    );
    const key = secret.slice('whsec_'.length);
    expect(JSON.stringify(row)).not.toContain(Buffer.from(key, 'base64').toString('hex'));
    expect(JSON.stringify([row, await read(id)])).not.toContain(key);
  });

  it('a removed receiver is gone with its deliveries, and ids that do not exist are not found', async () => {
    const { id } = await registered();
    await mark();
    await settled(id, 1);
    await replica.call(operations.remove, { params: { id } }, admin);
    expect(await replica.database.query('SELECT 1 FROM webhook_delivery')).toEqual([]);
    for (const unknown of [id, '1', "' OR 1=1"]) {
      const params = { id: unknown };
      for (const attempt of [
        () => read(unknown),
        () => replica.call(operations.change, { params, body: { name: 'y' } }, admin),
        () => replica.call(operations.remove, { params }, admin),
        () => replica.call(operations.rotateSecret, { params }, admin),
        () => replica.call(operations.test, { params }, admin),
        () => replica.call(operations.deliveries, { params, query: page }, admin),
        () => replica.call(operations.replay, { params: { ...params, delivery_id: id } }, admin),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
    }
  });

  it('what is done to receivers is told to the audit, with the host and without the path of an address', async () => {
    const { id } = await registered();
    const body = { status: 'paused' as const, name: 'Wages' };
    const from = { clientAddress: '192.0.2.7', userAgent: 'curl/8' };
    await replica.call(operations.change, { params: { id }, body }, admin, from);
    await replica.call(operations.rotateSecret, { params: { id } }, admin);
    await replica.call(operations.remove, { params: { id } }, admin);
    const events = await replica.database.query<{ payload: Record<string, unknown> }>(
      `SELECT payload FROM outbox_message WHERE subject = 'evt.attendance.webhook-changed.v1'
        AND payload ->> 'webhook_id' = $1 ORDER BY position`,
      [id],
    );
    const { host } = new URL(receiver.origin);
    expect(events.map(({ payload }) => [payload.act, payload.name, payload.host, payload.changed])).toEqual([
      ['created', 'Payroll', host, ''],
      ['changed', 'Wages', null, expect.stringMatching(/^(status name|name status)$/)],
      ['rotated', 'Wages', null, ''],
      ['removed', 'Wages', null, ''],
    ]);
    expect(events[1]!.payload).toMatchObject({
      requested_by: 1,
      status: 'paused',
      client_address: '192.0.2.7',
      user_agent: 'curl/8',
    });
  });
});
