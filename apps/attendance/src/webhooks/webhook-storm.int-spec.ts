import { webhookContract } from '@argus/contracts';
import { checkSize, eventually, randomNumbers } from '@argus/testing';
import { Site } from '@argus/testing/services';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { admin, startAttendance } from '../testing/attendance-fixture.js';
import type { WebhookOrder } from '../testing/webhook-child.js';
import { WebhookReceiver } from '../testing/webhook-receiver.js';

const EVENTS = checkSize('WEBHOOK_EVENTS', 60);
const KILLS = checkSize('WEBHOOK_KILLS', 2);
const FAILING = 0.3;
const SEED = 20_261_130;
const people = [10, 11, 12];
const settings = { WEBHOOK_NETWORKS: '127.0.0.1' };
const child = fileURLToPath(new URL('../testing/webhook-child.js', import.meta.url));

let site: Site;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [site, receiver] = await Promise.all([Site.create(), WebhookReceiver.start()]);
});
afterAll(async () => {
  await receiver.stop();
  await site.remove();
});

/** Has a process record the rows, and kills it when it has sent so many more messages. Returns the seconds that it answered. */
async function recordedUntilKilled(
  seconds: readonly number[],
  messages: number | undefined,
): Promise<number[]> {
  const running = fork(child, { stdio: 'inherit' });
  const { databaseUrl, folder } = site;
  const recorded: number[] = [];
  const wanted = messages === undefined ? undefined : receiver.requests.length + messages;
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (wanted === undefined ? recorded.length === seconds.length : receiver.requests.length >= wanted)
        resolve();
    };
    running.on('message', (message: number | string) => {
      if (typeof message === 'number') recorded.push(message);
      look();
    });
    running.once('exit', (code) => reject(new Error(`The process ended by itself with ${code}`)));
    onRequest = look;
    running.send({ databaseUrl, folder, people, seconds } satisfies WebhookOrder);
  });
  running.kill('SIGKILL');
  await once(running, 'exit');
  return recorded;
}
let onRequest = (): void => undefined;

it(
  `webhooks: of ${EVENTS} events none is lost while the receiver fails ${FAILING * 100} % and the worker is killed ${KILLS} times`,
  async () => {
    const random = randomNumbers(SEED);
    receiver.answer = () => {
      setImmediate(() => onRequest());
      return [random() < FAILING ? 500 : 204];
    };
    const first = await startAttendance({ site, people, settings });
    const url = `${receiver.origin}/storm`;
    const body = { name: 'Storm', url, events: ['attendance_logged' as const], status: 'active' as const };
    const { id, secret } = await first.call(webhookContract.operations.create, { body }, admin);
    await first.stop();

    let left = Array.from({ length: EVENTS }, (_, second) => second);
    const acknowledged: number[] = [];
    const each = Math.max(1, Math.floor((EVENTS * 0.6) / Math.max(KILLS, 1)));
    for (let kill = 0; kill < KILLS && left.length > 0; kill++) {
      const recorded = await recordedUntilKilled(left, each);
      acknowledged.push(...recorded);
      /* The row that was under way may be there without its answer, and is recorded once more. */
      left = left.filter((second) => !recorded.includes(second));
    }
    acknowledged.push(...(await recordedUntilKilled(left, undefined)));
    expect(acknowledged.sort((a, b) => a - b)).toEqual(Array.from({ length: EVENTS }, (_, second) => second));

    const last = await startAttendance({ site, people, settings });
    try {
      const waiting = async () => {
        await last.database.query(
          `UPDATE webhook_delivery SET next_attempt_at = now() WHERE status = 'waiting'`,
        );
        /* As if pauses were over, and the lease of the killed process. */
        await last.database.query(
          'UPDATE webhook SET resting_until = NULL, leased_until = least(leased_until, now())',
        );
        const [row] = await last.database.query<{ left: number }>(
          `SELECT (SELECT count(*) FROM attendance_log) - count(*) FILTER (WHERE status = 'delivered') AS left FROM webhook_delivery`,
        );
        return row!.left;
      };
      await eventually(waiting, (count) => count === 0, 200);
      const messages = receiver.messages('/storm', secret!);
      const delivered = await last.database.query<{ id: string; sequence: number }>(
        'SELECT id, sequence FROM webhook_delivery WHERE webhook_id = $1 ORDER BY sequence',
        [id],
      );
      const told = new Set(messages.map(({ timestamp }) => Date.parse(timestamp)));
      expect(acknowledged.filter((second) => !told.has(Date.UTC(2026, 0, 1) + second * 1000))).toEqual([]);
      expect(delivered.map(({ sequence }) => sequence)).toEqual(delivered.map((_, index) => index + 1));
      expect(new Set(messages.map((message) => message.id))).toEqual(new Set(delivered.map((row) => row.id)));
      process.stderr.write(
        `Webhooks: ${EVENTS} events acknowledged, ${delivered.length} rows, ${messages.length} requests of which all verify, ${KILLS} kills, seed ${SEED}, 0 lost\n`,
      );
    } finally {
      await last.stop();
    }
  },
  180_000 + KILLS * 20_000,
);
