import type { BrokerConnections } from '@argus/messaging';
import { expect, it } from '@jest/globals';
import { DeviceGate } from './device-gate.js';

it('DeviceGate: a fleet that is revoked at once is looked for once more, not once for each device', async () => {
  const lookedFor: (string | undefined)[] = [];
  const list = (username?: string) => {
    lookedFor.push(username);
    return Promise.resolve([]);
  };
  const gate = new DeviceGate({ list } as unknown as BrokerConnections, undefined);
  const first = gate.sweep('device-1');
  await first;
  await Promise.all(Array.from({ length: 40 }, (_, i) => gate.sweep(`device-${i + 1}`)));
  expect(lookedFor).toEqual(['device-1', undefined]);
});
