import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { busConformance } from '../conformance/bus-conformance.js';
import { testDelivery } from '../conformance/harness.js';
import { NatsBus } from './nats-bus.js';
import { NatsServer } from './nats-server.js';

busConformance('NatsBus', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'argus-nats-'));
  const server = await NatsServer.start({ directory });
  const buses: NatsBus[] = [];
  return {
    open: async (name, observer = {}) => {
      const bus = await NatsBus.connect({ servers: server.url, name, delivery: testDelivery, observer });
      buses.push(bus);
      return bus;
    },
    close: async () => {
      await Promise.all(buses.map((bus) => bus.stop()));
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
});
