import { alarmChanged, incidentContract, webhookContract } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { WebhookReceiver } from '../testing/webhook-receiver.js';

let replica: AttendanceReplica;
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  replica = await startAttendance({ people: [10], settings: { WEBHOOK_NETWORKS: '127.0.0.1' } });
});
afterAll(async () => {
  await replica.stop();
  await receiver.stop();
});

/** Registers a receiver at a path of its own. */
async function registered({ events }: { readonly events: string[] }) {
  const path = `/${randomUUID()}`;
  const body = { name: 'Payroll', url: receiver.origin + path, events, status: 'active' } as never;
  const { secret } = await replica.call(webhookContract.operations.create, { body }, admin);
  return { path, secret: secret! };
}
const told = (path: string, secret: string, count: number) =>
  eventually(
    async () => receiver.messages(path, secret),
    ({ length }) => length === count,
  );

describe('events of webhooks', () => {
  it('an alarm that is raised and one that is cleared are told with their equipment; what people do with it is not', async () => {
    const { path, secret } = await registered({ events: ['alarm_raised', 'alarm_cleared'] });
    const alarm = { alarm_id: 7, rule_id: 3, equipment_id: 5, severity: 'high', username: null } as const;
    const at = '2026-03-15T08:45:00Z';
    const states = [
      ['activate', 'normal', 'unack_active'],
      ['acknowledge', 'unack_active', 'ack_active'],
      ['return', 'ack_active', 'normal'],
    ] as const;
    for (const [action, from_state, to_state] of states)
      await replica.publish(alarmChanged, { ...alarm, at, action, from_state, to_state });
    const messages = (await told(path, secret, 2)).sort((a, b) => a.sequence - b.sequence);
    const { username: _, ...data } = alarm;
    expect(messages).toMatchObject([
      { event: 'alarm_raised', timestamp: at, data: { ...data, state: 'unack_active' } },
      { event: 'alarm_cleared', timestamp: at, data: { ...data, state: 'normal' } },
    ]);
  });

  it('an incident is told without its picture', async () => {
    const { path, secret } = await registered({ events: ['incident_opened'] });
    const body = { type: 'tailgating', description: 'Two came in', severity: 'high' } as const;
    const { id: incident_id } = await replica.call(incidentContract.operations.report, { body }, admin);
    expect(await told(path, secret, 1)).toMatchObject([
      { event: 'incident_opened', data: { incident_id, ...body, camera_id: null } },
    ]);
  });
});
