import { deviceChanged, deviceStreams, events } from '@argus/contracts';
import type { KeeperTraffic, ServiceTraffic } from '@argus/messaging';
import { declaredBindings, keeperCaller, type ServiceDefinition } from '@argus/service-kit';

/** Returns what a service sends and receives: its contracts, its events, its calls and its streams of devices. */
export function trafficOf({ name, module, calls = [] }: ServiceDefinition): ServiceTraffic {
  const { contracts, consumes, follows } = declaredBindings(module);
  return {
    name,
    serves: subjectsOf(contracts.flatMap(({ operations }) => Object.values(operations))),
    calls: subjectsOf(calls),
    publishes: subjectsOf(events).filter((subject) => subject.startsWith(`evt.${name}.`)),
    consumes: subjectsOf(consumes),
    follows: subjectsOf(follows),
    devices: deviceStreams.filter(({ service }) => service === name),
  };
}

/** What the keeper of the broker asks about devices. */
export const keeperTraffic: KeeperTraffic = {
  name: keeperCaller.name,
  calls: subjectsOf(keeperCaller.calls),
  follows: subjectsOf([deviceChanged]),
};

function subjectsOf(some: readonly { readonly subject: string }[]): string[] {
  return some.map(({ subject }) => subject);
}
