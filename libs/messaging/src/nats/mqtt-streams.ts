import { DiscardPolicy, type StreamConfig } from '@nats-io/jetstream';

const MEBIBYTE = 1024 * 1024;

/**
 * What nats-server keeps for MQTT without a bound: messages of QoS 2 until the device releases them, also of topics that it has no
 * right to, and retained ones, though no device may subscribe. It takes over streams that stand already, so the keeper makes them.
 */
export const mqttStreams: readonly (Partial<StreamConfig> & { readonly name: string })[] = [
  {
    name: '$MQTT_qos2in',
    subjects: ['$MQTT.qos2.in.>'],
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    max_msgs_per_subject: 1,
    max_bytes: 64 * MEBIBYTE,
  },
  { name: '$MQTT_rmsgs', subjects: ['$MQTT.rmsgs.>'], max_msgs_per_subject: 1, max_bytes: MEBIBYTE },
];
