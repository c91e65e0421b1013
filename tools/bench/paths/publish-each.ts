/* A device that publishes one reading a message, every tenth above the limit of a rule. */
import mqtt from 'mqtt';

/** A time that no reading had before, so that each is stored. */
let atMs = Date.now() - 86_400_000;

/** Resolves when the broker has all readings (QoS 1). */
export async function publishEach(
  { url, password, topic }: { readonly url: string; readonly password: string; readonly topic: string },
  readings: number,
): Promise<void> {
  const device = await mqtt.connectAsync(url, { username: 'device', password });
  await Promise.all(
    Array.from({ length: readings }, (_, index) => {
      const measured_at = new Date((atMs += 1000)).toISOString();
      const temperature = index % 10 === 9 ? 120 : 20;
      return device.publishAsync(topic, JSON.stringify({ temperature, speed: 1, pressure: 1, measured_at }), {
        qos: 1,
      });
    }),
  );
  await device.endAsync();
}
