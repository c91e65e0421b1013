import { attendanceContract, Instant } from '@argus/contracts';
import { admin, startAttendance } from './attendance-fixture.js';

/* A process that records attendance and sends webhooks until it is killed. Its parent sends the order and hears of each row. */

export interface WebhookOrder {
  readonly databaseUrl: string;
  readonly folder: string;
  readonly people: readonly number[];
  /** Seconds after the beginning of 2026, one row for each. */
  readonly seconds: readonly number[];
}

process.once('message', (order: WebhookOrder) => void work(order));
process.once('disconnect', () => process.exit());

async function work({ databaseUrl, folder, people, seconds }: WebhookOrder): Promise<void> {
  const settings = { WEBHOOK_NETWORKS: '127.0.0.1' };
  const replica = await startAttendance({ site: { databaseUrl, folder }, people, settings });
  process.send?.('started');
  for (const second of seconds) {
    const timestamp = Instant.ofMs(Date.UTC(2026, 0, 1) + second * 1000);
    const body = {
      employee_id: `P${people[second % people.length]}`,
      timestamp,
      reason: 'storm',
      marked_by: 'x@example.com',
    };
    await replica.call(attendanceContract.operations.mark, { body }, admin);
    process.send?.(second);
  }
}
