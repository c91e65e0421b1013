import { deviceStream } from '../contract/index.js';

/** Readings of devices: the MQTT topic `readings/<equipment>`. */
export const readingStream = deviceStream({
  service: 'equipment',
  stream: 'READINGS',
  subject: 'readings.*',
  maxBytes: 1024 * 1024 * 1024,
  batch: 1000,
});
