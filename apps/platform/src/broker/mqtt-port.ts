import { type PlatformSettings, readSettings, StartError } from '@argus/service-kit';
import { separateSettings } from '../separate/separate.settings.js';

/** @throws StartError when MQTT_PORT is set where no broker is started that could listen on it */
export function refuseIdleMqttPort({ NATS_URL }: PlatformSettings, isSeparate: boolean): void {
  const [{ MQTT_PORT }] = readSettings([separateSettings]);
  if (MQTT_PORT === undefined) return;
  if (NATS_URL !== undefined)
    throw new StartError(
      'MQTT_PORT is for a broker that Argus starts, but NATS_URL names one of your own: unset MQTT_PORT, and configure MQTT there.',
    );
  if (!isSeparate)
    throw new StartError(
      'MQTT_PORT needs a broker, and npm start has none: unset MQTT_PORT, or use npm run start:services.',
    );
}
