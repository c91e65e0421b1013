import { attendanceContract, Instant, webhookContract, webhookSenderContract } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { WebhookReceiver } from '../testing/webhook-receiver.js';

const { create, remove, receive } = webhookSenderContract.operations;
const page = { page: 1, page_size: 100 };
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

let replica: AttendanceReplica;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  replica = await startAttendance({ people: [50, 51, 52], settings: { WEBHOOK_NETWORKS: '127.0.0.1' } });
});
afterAll(async () => {
  await replica.stop();
  await receiver.stop();
});

const accepted = async (name = 'North') => {
  const secret = newSecret();
  const { id } = await replica.call(create, { body: { name, secret } }, admin);
  return { id, secret };
};
const told = (employee_id: string, more: object = {}) => ({
  event: 'attendance_logged',
  timestamp: '2026-03-15T08:45:00Z',
  data: { employee_id, name: 'John Doe', camera_id: 'CAM001', confidence: 0.97 },
  ...more,
});
const send = (
  secret: string,
  message: unknown,
  id: string = randomUUID(),
  text = JSON.stringify(message),
) => {
  const at = new Date();
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, text),
  };
  const body = {
    content: Buffer.from(text),
    media_type: 'application/json',
    encoding: 'identity',
    headers,
  } as const;
  return replica.call(receive, { body });
};
const logs = async (employee_id: string) =>
  (await replica.call(attendanceContract.operations.logs, { query: { ...page, employee_id } }, admin))
    .results;

describe('messages of other installations', () => {
  it('message: a signed one logs the person once, however often and however fast it is repeated', async () => {
    const { secret } = await accepted();
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(secret, told('P50'), id)));
    expect(answers.filter(({ status }) => status === 'logged')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'repeated')).toHaveLength(9);
    expect(await logs('P50')).toMatchObject([
      {
        method: 'remote',
        timestamp: '2026-03-15T08:45:00Z',
        confidence: 0.97,
        camera: { id: null, location: 'North: CAM001' },
        requested_by: null,
        self_reported: false,
      },
    ]);
  });

  it('message: two at one moment from two cameras are two entries', async () => {
    const { secret } = await accepted();
    await send(secret, told('P51'));
    await send(secret, told('P51', { data: { employee_id: 'P51', camera_id: 'CAM002' } }));
    expect(await logs('P51')).toHaveLength(2);
  });

  it('message: a key that is not accepted, or not any more, logs nobody', async () => {
    const { id, secret } = await accepted();
    await expect(send(newSecret(), told('P52'))).rejects.toMatchObject({ code: 'SIGNATURE_NOT_VALID' });
    await replica.call(remove, { params: { id } }, admin);
    await expect(send(secret, told('P52'))).rejects.toMatchObject({ code: 'SIGNATURE_NOT_VALID' });
    expect(await logs('P52')).toEqual([]);
  });

  it.each([
    ['another event', told('P52', { event: 'face_enrolled' }), 'This event has no effect here'],
    ['somebody unknown', told('NOBODY'), 'Nobody here has this employee id'],
    [
      'the future',
      told('P52', { timestamp: '2999-01-01T00:00:00Z' }),
      'It tells of the future, or of before 1970',
    ],
  ])('message: %s is ignored, and the sender is told why', async (_, message, reason) => {
    const { id, secret } = await accepted();
    expect(await send(secret, message)).toEqual({ status: 'ignored', reason });
    await replica.call(remove, { params: { id } }, admin);
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no data', '{"event":"attendance_logged","timestamp":"2026-03-15T08:45:00Z"}'],
  ])('message: %s is refused although it is signed', async (_, text) => {
    const { id, secret } = await accepted();
    await expect(send(secret, undefined, randomUUID(), text)).rejects.toMatchObject({
      code: 'MESSAGE_NOT_READABLE',
    });
    await replica.call(remove, { params: { id } }, admin);
  });

  it('message: what another installation told is told no further, or two would tell each other for ever', async () => {
    const { secret } = await accepted();
    const path = `/${randomUUID()}`;
    const body = {
      name: 'Back',
      url: receiver.origin + path,
      events: ['attendance_logged'],
      status: 'active',
    } as never;
    const back = await replica.call(webhookContract.operations.create, { body }, admin);
    await send(secret, told('P50', { timestamp: '2026-03-16T08:45:00Z' }));
    const entry = { employee_id: 'P50', timestamp: Instant.now(), reason: 'x', marked_by: 'x@example.com' };
    await replica.call(attendanceContract.operations.mark, { body: entry }, admin);
    const messages = await eventually(
      async () => receiver.messages(path, back.secret!),
      ({ length }) => length > 0,
    );
    expect(messages).toMatchObject([{ sequence: 1, data: { camera_id: null } }]);
  });

  it('sender: its key is sealed, and a weak one is refused', async () => {
    const { secret } = await accepted('Sealed');
    const rows = await replica.database.query(
      `SELECT s::text FROM webhook_sender s UNION ALL SELECT payload::text FROM outbox_message`,
    );
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret).toString('hex'));
    expect(JSON.stringify(rows)).not.toContain(secret);
    const weak = { name: 'Weak', secret: 'whsec_AAEC' };
    await expect(replica.call(create, { body: weak }, admin)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});
