import { contracts } from '@argus/contracts';
import { type Bus, type BusKeys, type BusObserver, InProcessBus, NatsBus, SealedBus } from '@argus/messaging';
import { Logger } from '@nestjs/common';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { StartError } from '../settings/start-error.js';
import { redactUrl, waitForServer } from '../service/wait-for-server.js';

const internal = new Set(
  contracts.flatMap(({ operations }) =>
    Object.values(operations).flatMap(({ http, subject }) => (http ? [] : [subject])),
  ),
);

/** Seals the calls of a service, so that no other program on the bus can read, make or repeat them. */
export const sealedBus = (bus: Bus, keys: BusKeys, observer: BusObserver = {}): Bus =>
  new SealedBus(bus, keys, (subject) => internal.has(subject), observer);

/**
 * Connects to NATS if it is configured, else shares one bus in memory. Waits for the broker until the signal is aborted. Throws
 * StartError for a service without keys.
 */
export function busConnector(
  { NATS_URL: servers, BUS_KEYS }: Pick<PlatformSettings, 'NATS_URL' | 'BUS_KEYS'>,
  signal: AbortSignal,
): (service: string, observer: BusObserver) => Promise<Bus> {
  if (servers === undefined) {
    const shared = new InProcessBus();
    return (_service, observer) => Promise.resolve(shared.handle(observer));
  }
  const broker = { name: 'the NATS broker', place: redactUrl(servers), setting: 'NATS_URL' };
  return async (name, observer) => {
    const keys = BUS_KEYS?.find(({ service }) => service === name);
    if (!keys)
      throw new StartError(
        `${name} needs its keys to use the bus: set BUS_KEYS to what \`npm run keys -- bus ${name}\` prints.`,
      );
    const bus = await waitForServer(new Logger('Bus'), broker, (onWaiting) =>
      NatsBus.connect({ servers, name, observer, signal, onWaiting }),
    );
    return sealedBus(bus, keys, observer);
  };
}
