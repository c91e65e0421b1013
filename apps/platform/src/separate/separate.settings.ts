import { defineSettings, path, port } from '@argus/service-kit';

export const separateSettings = defineSettings('start:services', {
  NATS_SERVER_BIN: path({
    default: undefined,
    desc: 'nats-server program that `npm run start:services` and the tests start; found or installed when absent',
  }),
  MQTT_PORT: port({
    default: undefined,
    desc: 'Port on which the broker of `npm run start:services` takes readings of devices by MQTT; none when absent',
  }),
});
