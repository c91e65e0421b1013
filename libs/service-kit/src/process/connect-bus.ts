import { type Bus, type BusObserver, InProcessBus, NatsBus } from '@argus/messaging';
import type { PlatformSettings } from '../settings/platform-settings.js';

/** NATS where it is configured, else one bus for all services of the process. */
export function busConnector({
  NATS_URL: servers,
}: Pick<PlatformSettings, 'NATS_URL'>): (service: string, observer: BusObserver) => Promise<Bus> {
  if (servers !== undefined) {
    return (service, observer) => NatsBus.connect({ servers, name: service, observer });
  }
  const shared = new InProcessBus();
  return (_service, observer) => Promise.resolve(shared.handle(observer));
}
