import { type Bus, type BusObserver, InProcessBus, NatsBus } from '@argus/messaging';
import { Logger } from '@nestjs/common';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { redactUrl, waitForServer } from '../service/wait-for-server.js';

/** Connects to NATS if it is configured, else shares one bus in memory. Waits for the broker until the signal is aborted. */
export function busConnector(
  { NATS_URL: servers }: Pick<PlatformSettings, 'NATS_URL'>,
  signal: AbortSignal,
): (service: string, observer: BusObserver) => Promise<Bus> {
  if (servers === undefined) {
    const shared = new InProcessBus();
    return (_service, observer) => Promise.resolve(shared.handle(observer));
  }
  const broker = { name: 'the NATS broker', place: redactUrl(servers), setting: 'NATS_URL' };
  return (name, observer) =>
    waitForServer(new Logger('Bus'), broker, (onWaiting) =>
      NatsBus.connect({ servers, name, observer, signal, onWaiting }),
    );
}
