import { defineSettings, path, port } from '@argus/service-kit';

export const separateSettings = defineSettings('start:services', {
  NATS_SERVER_BIN: path({
    default: undefined,
    desc: 'nats-server program for `npm run start:services` and the tests; if not set, the one that `npm run programs` brought, else the one on the PATH',
  }),
  MQTT_PORT: port({
    default: undefined,
    desc: 'Port on which the broker of `npm run start:services` accepts readings of devices by MQTT; no MQTT if not set',
  }),
});
