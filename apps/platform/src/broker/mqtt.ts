import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MqttOptions } from '@argus/embedded';
import { type PlatformSettings, readSettings, secretsDirectory, StartError } from '@argus/service-kit';
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

/** Returns where the own broker accepts devices; undefined without MQTT. @throws StartError for half a certificate */
export function mqttOptions(): MqttOptions | undefined {
  const [settings] = readSettings([separateSettings]);
  const { MQTT_PORT, MQTT_HOST: host, MQTT_TLS_CERT_FILE: certFile, MQTT_TLS_KEY_FILE: keyFile } = settings;
  if (MQTT_PORT === undefined) return undefined;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new StartError('MQTT_TLS_CERT_FILE and MQTT_TLS_KEY_FILE belong together: set both or none.');
  const missing = [certFile, keyFile].find((file) => file !== undefined && !existsSync(file));
  if (missing !== undefined) throw new StartError(`There is no file ${missing} for the certificate of MQTT.`);
  const tls = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined;
  return { host, tls, ...(MQTT_PORT > 0 && { port: MQTT_PORT }) };
}

/** Returns the password that all devices shared in former versions, where it exists and the settings still allow it. */
export function sharedDevicePassword(settings: PlatformSettings): string | undefined {
  const [{ MQTT_SHARED_PASSWORD }] = readSettings([separateSettings]);
  const file = join(secretsDirectory(settings), 'mqtt-device-password');
  if (MQTT_SHARED_PASSWORD !== 'allowed' || !existsSync(file)) return undefined;
  return readFileSync(file, 'utf8').trim() || undefined;
}
