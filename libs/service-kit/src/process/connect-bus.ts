import { contracts } from '@argus/contracts';
import {
  AnonymousBroker,
  BrokerConnections,
  type Bus,
  type BusKeys,
  type BusObserver,
  type ConnectRequest,
  InProcessBus,
  KEEPER,
  KeeperServer,
  NatsBus,
  SealedBus,
} from '@argus/messaging';
import { Logger } from '@nestjs/common';
import { brokerOf, type BrokerSettings } from '../settings/broker-settings.js';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { StartError } from '../settings/start-error.js';
import { redactUrl, waitForServer } from '../service/wait-for-server.js';
import { DeviceGate } from './device-gate.js';

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
    const keys = keysOf(settings, name);
    const bus = await waitForBroker(settings, (onWaiting) =>
      NatsBus.connect({ ...broker, name, observer, signal, onWaiting }),
    );
    return sealedBus(bus, keys, observer);
  };
}

export interface KeeperOptions {
  /** The password that all devices share, where it is still allowed. */
  readonly sharedDevicePassword?: string | undefined;
}

/** What a process does for the broker. */
export interface Keeper {
  stop(): Promise<void>;
}

/** Makes streams for the services and judges devices, if the settings have the keeper's keys. */
export async function keepBroker(
  settings: BrokerSettings & Pick<PlatformSettings, 'BUS_KEYS' | 'NATS_REPLICAS'>,
  signal: AbortSignal,
  { sharedDevicePassword }: KeeperOptions = {},
): Promise<Keeper | undefined> {
  const { NATS_KEEPER_NKEY: nkey, NATS_SYSTEM_NKEY: systemNkey, NATS_ISSUER_NKEY: issuerNkey } = settings;
  const broker = brokerOf({ ...settings, NATS_NKEY: nkey });
  if (!broker || nkey === undefined) return undefined;
  const logger = new Logger('Streams');
  const failed = (error: unknown) => logger.warn('A stream was not made', error);
  const connected = { ...broker, signal };
  const kept = { replicas: settings.NATS_REPLICAS };
  const wait = <T>(connect: (onWaiting: (error: unknown) => void) => Promise<T>) =>
    waitForBroker(settings, connect);
  if (systemNkey === undefined || issuerNkey === undefined)
    return wait((onWaiting) => KeeperServer.start({ ...connected, ...kept, onWaiting, failed }));

  const keys = keysOf(settings, KEEPER);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
  };
  try {
    const connections = await wait((onWaiting) =>
      BrokerConnections.connect({ ...connected, nkey: systemNkey, onWaiting }),
    );
    stops.push(() => connections.stop());
    const gate = new DeviceGate(connections, sharedDevicePassword);
    const work = {
      issuerNkey,
      judge: (request: ConnectRequest) => gate.judge(request),
      failed: (error: unknown) => gate.failed(error),
    };
    const keeper = await wait((onWaiting) =>
      KeeperServer.start({ ...connected, ...kept, onWaiting, failed, gate: work }),
    );
    stops.push(() => keeper.stop());
    const bus = await NatsBus.connect({ ...connected, anonymous: true, name: KEEPER });
    stops.push(() => bus.stop());
    await gate.start(sealedBus(bus, keys));
    stops.push(() => gate.stop());
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function keysOf({ BUS_KEYS }: Pick<PlatformSettings, 'BUS_KEYS'>, name: string): BusKeys {
  const keys = BUS_KEYS?.find(({ service }) => service === name);
  if (keys) return keys;
  throw new StartError(
    `${name} needs its keys to use the bus: set BUS_KEYS to what \`npm run keys -- bus ${name}\` prints.`,
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
