import { type Bus, type BusObserver, InProcessBus, NatsBus } from '@argus/messaging';
import { Logger } from '@nestjs/common';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { placeOf, sayingSo } from '../service/waiting.js';

/** NATS where it is configured, else one bus for all services of the process. Waits for a broker until the signal is aborted. */
export function busConnector(
  { NATS_URL: servers }: Pick<PlatformSettings, 'NATS_URL'>,
  signal: AbortSignal,
): (service: string, observer: BusObserver) => Promise<Bus> {
  if (servers === undefined) {
    const shared = new InProcessBus();
    return (_service, observer) => Promise.resolve(shared.handle(observer));
  }
  const broker = { name: 'the NATS broker', place: placeOf(servers), setting: 'NATS_URL' };
  return (name, observer) =>
    sayingSo(new Logger('Bus'), broker, (onWaiting) =>
      NatsBus.connect({ servers, name, observer, signal, onWaiting }),
    );
}
