import { contracts } from '@argus/contracts';
import {
  AnonymousBroker,
  type Bus,
  type BusKeys,
  type BusObserver,
  InProcessBus,
  KeeperServer,
  NatsBus,
  SealedBus,
} from '@argus/messaging';
import { Logger } from '@nestjs/common';
import { brokerOf, type BrokerSettings } from '../settings/broker-settings.js';
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
  settings: BrokerSettings & Pick<PlatformSettings, 'BUS_KEYS'>,
  signal: AbortSignal,
): (service: string, observer: BusObserver) => Promise<Bus> {
  const broker = brokerOf(settings);
  if (!broker) {
    const shared = new InProcessBus();
    return (_service, observer) => Promise.resolve(shared.handle(observer));
  }
  return async (name, observer) => {
    const keys = settings.BUS_KEYS?.find(({ service }) => service === name);
    if (!keys)
      throw new StartError(
        `${name} needs its keys to use the bus: set BUS_KEYS to what \`npm run keys -- bus ${name}\` prints.`,
      );
    const bus = await waitForBroker(settings, (onWaiting) =>
      NatsBus.connect({ ...broker, name, observer, signal, onWaiting }),
    );
    return sealedBus(bus, keys, observer);
  };
}

/** Makes streams for the services, if the settings have the keeper's key. */
export async function keepStreams(
  settings: BrokerSettings,
  signal: AbortSignal,
): Promise<KeeperServer | undefined> {
  const broker = brokerOf(settings);
  const { NATS_KEEPER_NKEY: nkey } = settings;
  if (!broker || nkey === undefined) return undefined;
  const logger = new Logger('Streams');
  const failed = (error: unknown) => logger.warn('A stream was not made', error);
  return waitForBroker(settings, (onWaiting) =>
    KeeperServer.start({ ...broker, nkey, signal, onWaiting, failed }),
  );
}

async function waitForBroker<T>(
  { NATS_URL = '' }: BrokerSettings,
  connect: (onWaiting: (error: unknown) => void) => Promise<T>,
): Promise<T> {
  const broker = { name: 'the NATS broker', place: redactUrl(NATS_URL), setting: 'NATS_URL' };
  try {
    return await waitForServer(new Logger('Bus'), broker, connect);
  } catch (error) {
    throw error instanceof AnonymousBroker ? new StartError(error.message, { cause: error }) : error;
  }
}
