import { defineSettings, host, path, port, text } from '@argus/service-kit';

export const separateSettings = defineSettings('start:services', {
  NATS_SERVER_BIN: path({
    default: undefined,
    desc: 'nats-server program for `npm run start:services` and the tests; if not set, the one that `npm run programs` brought, else the one on the PATH',
  }),
  MQTT_PORT: port({
    default: undefined,
    desc: 'Port on which the broker of `npm run start:services` accepts readings of devices by MQTT; no MQTT if not set',
  }),
  MQTT_HOST: host({
    default: '127.0.0.1',
    desc: 'Address of that port; 0.0.0.0 lets devices on other machines in, which needs MQTT_TLS_CERT_FILE where others can listen to the network',
  }),
  MQTT_TLS_CERT_FILE: path({
    default: undefined,
    desc: 'PEM file of the certificate that devices see; with it MQTT is encrypted (`mqtts`)',
  }),
  MQTT_TLS_KEY_FILE: path({
    default: undefined,
    desc: 'PEM file of the key of MQTT_TLS_CERT_FILE',
  }),
  MQTT_SHARED_PASSWORD: text({
    choices: ['refused', 'allowed'],
    default: 'refused',
    desc: 'Whether devices still connect as the user `device` with the one password of former versions, until each has credentials of its own',
  }),
});
