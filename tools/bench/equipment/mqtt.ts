/* Devices publish readings to the broker by MQTT, until all are stored. */
import { setTimeout as pause } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import type { Client } from 'pg';

export const DEVICES = 4;
/* Messages of a device in flight at once. */
const IN_FLIGHT = 500;

interface Place {
  /** The broker's MQTT listener. */
  readonly url: string;
  readonly password: string;
  /** Connected as the superuser. */
  readonly database: Client;
}

interface Batch {
  readonly equipment: number;
  readonly readings: readonly object[];
}

type Publication = readonly [topic: string, payload: string];

/**
 * Publishes the batches of each device in order (QoS 1) and waits until all are committed. Returns readings per second, from the
 * first publication to the last commit.
 */
export async function publish(
  { url, password, database }: Place,
  batches: readonly (readonly Batch[])[],
): Promise<number> {
  const devices = await Promise.all(
    batches.map(() => mqtt.connectAsync(url, { username: 'device', password })),
  );
  const messages = batches.map((own) =>
    own.map(({ equipment, readings }): Publication => [
      `readings/${equipment}`,
      JSON.stringify(readings.length === 1 ? readings[0] : readings),
    ]),
  );
  const total = batches.flat().reduce((sum, { readings }) => sum + readings.length, 0);
  const last = await numberOf(
    database,
    'SELECT coalesce(max(last_id), 0)::float8 AS number FROM equipment.reading_batch',
  );
  const startedAt = performance.now();
  await Promise.all(devices.map((device, of) => send(device, messages[of]!)));
  for (;;) {
    const stored = await numberOf(
      database,
      'SELECT coalesce(sum(last_id - first_id + 1), 0)::float8 AS number FROM equipment.reading_batch WHERE first_id > $1',
      [last],
    );
    if (stored >= total) break;
    await pause(10);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(devices.map((device) => device.endAsync()));
  return total / seconds;
}

async function send(device: MqttClient, messages: readonly Publication[]): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < messages.length) {
        const [topic, payload] = messages[next++]!;
        await device.publishAsync(topic, payload, { qos: 1 });
      }
    }),
  );
}

async function numberOf(database: Client, sql: string, values: unknown[] = []): Promise<number> {
  const { rows } = await database.query<{ number: number }>(sql, values);
  return rows[0]!.number;
}
