import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNats, type TestNats } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Mailbox } from '../conformance/mailbox.js';
import { type DeviceMessage, DeviceStream } from './device-stream.js';

const KB = 1024;
let server: TestNats;
let connection: NatsConnection;

beforeAll(async () => {
  server = await startNats({ maxPayloadBytes: 256 * KB });
  const { username: user, password: pass } = new URL(server.url);
  connection = await connect({ servers: server.address, user, pass });
});

afterAll(async () => {
  await connection.close();
  await server.stop();
});

describe('DeviceStream', () => {
  it('DeviceStream: bytes handled and waiting are bounded, the largest message is alone and none is lost', async () => {
    const batches: number[][] = [];
    const handled = new Mailbox<DeviceMessage>();
    let proceed = (): void => undefined;
    const blocked = new Promise<void>((resolve) => (proceed = resolve));
    const stream = await DeviceStream.consume(
      {
        servers: server.url,
        devices: { service: 'group', stream: 'TEST', subject: 'test.*', batch: 80, maxBytes: 64 * KB * KB },
        batchBytes: 100 * KB,
        failed: (error) => {
          throw error;
        },
      },
      async (messages) => {
        batches.push(messages.map(({ payload }) => payload.length));
        await blocked;
        for (const message of messages) handled.put(message);
        return messages.map(() => 'done');
      },
    );
    const publisher = jetstream(connection);
    const sizes = Array.from({ length: 150 }, (_, at) => (at === 70 ? 200 * KB : 30 * KB));
    for (const size of sizes) await publisher.publish('test.a', new Uint8Array(size));
    const manager = await jetstreamManager(connection);
    const { num_ack_pending } = await manager.consumers.info('TEST', 'group');
    /* Handled and waiting messages are bounded by bytes; two requests to the broker are bounded by number. */
    expect(num_ack_pending).toBeLessThanOrEqual(Math.ceil((2 * 100) / 30) + 2 * (80 / 8));
    proceed();
    await handled.atLeast(sizes.length);
    await stream.stop();
    expect(batches.flat().toSorted()).toEqual(sizes.toSorted());
    for (const batch of batches.filter(({ length }) => length > 1))
      expect(batch.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(100 * KB);
    expect((await manager.consumers.info('TEST', 'group')).num_pending).toBe(0);
  });
});
