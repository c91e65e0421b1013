/* Readings that devices publish to the broker by MQTT, until they are in the record. */
import { setTimeout as pause } from 'node:timers/promises';
import mqtt from 'mqtt';

export const DEVICES = 4;
/* What a device has on its way at once. */
const IN_FLIGHT = 500;

/**
 * Publishes (QoS 1) and waits until all of it is committed.
 * @param {{ url: string, password: string, database: import('pg').Client }} place the broker's MQTT listener; the database's superuser
 * @param {{ equipment: number, readings: object[] }[][]} batches for each device the messages that it sends, in this order
 * @returns readings a second, from the first publication to the last commit
 */
export async function publish({ url, password, database }, batches) {
  const devices = await Promise.all(
    batches.map(() => mqtt.connectAsync(url, { username: 'device', password })),
  );
  const messages = batches.map((own) =>
    own.map(({ equipment, readings }) => [
      `readings/${equipment}`,
      JSON.stringify(readings.length === 1 ? readings[0] : readings),
    ]),
  );
  const total = batches.flat().reduce((sum, { readings }) => sum + readings.length, 0);
  const [{ last }] = await rowsOf(
    database,
    'SELECT coalesce(max(last_id), 0)::float8 AS last FROM equipment.reading_batch',
  );
  const startedAt = performance.now();
  await Promise.all(devices.map((device, of) => send(device, messages[of])));
  for (;;) {
    const [{ stored }] = await rowsOf(
      database,
      'SELECT coalesce(sum(last_id - first_id + 1), 0)::float8 AS stored FROM equipment.reading_batch WHERE first_id > $1',
      [last],
    );
    if (stored >= total) break;
    await pause(10);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(devices.map((device) => device.endAsync()));
  return total / seconds;
}

async function send(device, messages) {
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < messages.length) {
        const [topic, payload] = messages[next++];
        await device.publishAsync(topic, payload, { qos: 1 });
      }
    }),
  );
}

const rowsOf = async (database, sql, values) => (await database.query(sql, values)).rows;
