import { deviceStreams, events } from '@argus/contracts';
import { GATE_SUBJECT, KEEPER, type ServiceTraffic } from '@argus/messaging';
import { traffic } from '../broker/broker-users.js';
import { keeperTraffic } from '../broker/traffic.js';

export const names = [...traffic.map(({ name }) => name), KEEPER];

/* What each may do, in the words of the architecture: the generator of the rights is not asked. */
const serviceOf = (name: string): Partial<ServiceTraffic> | undefined =>
  [...traffic, keeperTraffic].find((each) => each.name === name);
const callsOf = (caller: string, callee: string): boolean =>
  serviceOf(caller)?.calls?.some((subject) => subject.startsWith(`${callee}.`)) ?? false;
const consumersOf = (name: string): { stream: string; consumer: string }[] => [
  ...(serviceOf(name)?.consumes ?? []).map((subject) => ({
    stream: 'EVENTS',
    consumer: `${name}__${subject.replaceAll('.', '_')}`,
  })),
  ...deviceStreams
    .filter(({ service }) => service === name)
    .map(({ stream }) => ({ stream, consumer: name })),
];
export const consumers = names.flatMap((name) => consumersOf(name).map((each) => ({ ...each, name })));
const streams = ['EVENTS', ...deviceStreams.map(({ stream }) => stream)];

/** A subject of the broker, with whom its work needs to be there. */
export interface Subject {
  readonly subject: string;
  /** Who may publish there, and who may subscribe; nobody unless stated. */
  readonly publish?: (name: string) => boolean;
  readonly subscribe?: (name: string) => boolean;
  /** Only as a member of the group that has its name. */
  readonly group?: (name: string) => boolean;
}

export const subjects: readonly Subject[] = [
  ...traffic.flatMap(({ name, serves }) =>
    serves.map((subject) => ({
      subject,
      publish: (who: string) => serviceOf(who)?.calls?.includes(subject) ?? false,
      group: (who: string) => who === name,
    })),
  ),
  ...events.map(({ subject }) => ({
    subject,
    publish: (who: string) => subject.startsWith(`evt.${who}.`),
    subscribe: (who: string) => serviceOf(who)?.follows?.includes(subject) ?? false,
  })),
  ...names.flatMap((owner) => [
    { subject: `_INBOX.${owner}.anything.1`, subscribe: (who: string) => who === owner },
    { subject: `_INBOX.${owner}.>`, subscribe: (who: string) => who === owner },
    ...names.map((callee) => ({
      subject: `_INBOX.${owner}.${callee}.token.1`,
      publish: (who: string) =>
        who === callee && (callsOf(owner, callee) || (callee === KEEPER && owner !== KEEPER)),
      subscribe: (who: string) => who === owner,
    })),
  ]),
  ...traffic.map(({ name, publishes, consumes, devices }) => ({
    subject: `keeper.ensure.${name}`,
    publish: (who: string) => who === name && publishes.length + consumes.length + devices.length > 0,
    group: (who: string) => who === KEEPER,
  })),
  ...[...streams, '$MQTT_qos2in', '$MQTT_rmsgs'].flatMap((stream) => [
    ...['CREATE', 'UPDATE', 'INFO'].map((act) => ({
      subject: `$JS.API.STREAM.${act}.${stream}`,
      publish: (who: string) => who === KEEPER,
    })),
    ...['DELETE', 'PURGE', 'MSG.GET', 'MSG.DELETE', 'SNAPSHOT', 'RESTORE'].map((act) => ({
      subject: `$JS.API.STREAM.${act}.${stream}`,
    })),
    { subject: `$JS.API.DIRECT.GET.${stream}` },
    { subject: `$JS.API.CONSUMER.NAMES.${stream}` },
  ]),
  ...consumers.flatMap(({ name, stream, consumer }) => [
    ...['INFO', 'MSG.NEXT'].map((act) => ({
      subject: `$JS.API.CONSUMER.${act}.${stream}.${consumer}`,
      publish: (who: string) => who === name,
    })),
    ...['$JS.ACK', '$JS.ACK.domain.account'].map((ack) => ({
      subject: `${ack}.${stream}.${consumer}.1.1.1.1.1`,
      publish: (who: string) => who === name,
    })),
    ...['CREATE', 'DURABLE.CREATE'].map((act) => ({
      subject: `$JS.API.CONSUMER.${act}.${stream}.${consumer}`,
      publish: (who: string) => who === KEEPER,
    })),
    { subject: `$JS.API.CONSUMER.DELETE.${stream}.${consumer}` },
  ]),
  { subject: '$JS.API.INFO', publish: () => true },
  { subject: GATE_SUBJECT, group: (who) => who === KEEPER },
  { subject: '$SYS._INBOX.server.token', publish: (who) => who === KEEPER },
  ...[
    'readings.1',
    'readings.*',
    '>',
    '*.>',
    '_INBOX.>',
    '$JS.API.>',
    '$JS.ACK.>',
    '$SYS.>',
    '$MQTT.>',
    '$MQTT.sess.x',
    '$MQTT.msgs.readings.1',
    '$MQTT.sub.x',
    '$SYS.REQ.SERVER.PING.CONNZ',
    '$SYS.REQ.SERVER.x.KICK',
    'evt.>',
  ]
    .concat(['$JS.API.STREAM.CREATE.OTHER', '$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST'])
    .concat(names.map((name) => `${name}.>`))
    .map((subject) => ({ subject })),
];
