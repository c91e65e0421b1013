import type { DeviceStreamSpec } from '@argus/contracts';
import { GATE_SUBJECT } from './connection-gate.js';
import { mqttStreams } from './mqtt-streams.js';
import { consumerName, EVENT_STREAM, inboxOf, KEEPER, keeperSubject, repliesOf } from './subjects.js';

/** What a service sends and receives, as subjects. */
export interface ServiceTraffic {
  readonly name: string;
  /** Operations that it answers. */
  readonly serves: readonly string[];
  /** Operations that it calls. */
  readonly calls: readonly string[];
  readonly publishes: readonly string[];
  readonly consumes: readonly string[];
  readonly follows: readonly string[];
  readonly devices: readonly DeviceStreamSpec[];
}

/** What a user of the broker may do; everything else is refused. Subscriptions of the form `subject group` only in that group. */
export interface Grants {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** What the keeper sends and receives beside streams: it asks a service about devices. */
export type KeeperTraffic = Pick<ServiceTraffic, 'name' | 'calls' | 'follows'>;

/** Returns the least rights with which a service does its work beside all who call it. */
export function grantsOf(
  service: ServiceTraffic,
  all: readonly Pick<ServiceTraffic, 'name' | 'calls'>[],
): Grants {
  const { name, serves, calls, publishes, consumes, follows, devices } = service;
  const callers = all.filter((other) => other.calls.some((subject) => serves.includes(subject)));
  const usesStreams = publishes.length + consumes.length + devices.length > 0;
  return {
    publish: [
      ...calls,
      ...callers.map((caller) => `${repliesOf(caller.name, name)}.*.*`),
      ...publishes,
      ...(usesStreams ? [keeperSubject(name)] : []),
      ...consumes.flatMap((subject) => consuming(EVENT_STREAM, consumerName(name, subject))),
      ...devices.flatMap(({ stream }) => consuming(stream, name)),
      /* Asks whether the broker has JetStream at all. */
      '$JS.API.INFO',
    ],
    subscribe: [...serves.map((subject) => `${subject} ${name}`), `${inboxOf(name)}.>`, ...follows],
  };
}

/** The rights of who makes the streams. A service with them could have the broker send anything anywhere. */
export function keeperGrants(all: readonly ServiceTraffic[], { calls, follows }: KeeperTraffic): Grants {
  const streams = [EVENT_STREAM, ...all.flatMap(({ devices }) => devices.map(({ stream }) => stream))];
  return {
    publish: [
      ...all.map(({ name }) => `${repliesOf(name, KEEPER)}.*.*`),
      ...streams.flatMap((stream) => [
        `$JS.API.CONSUMER.CREATE.${stream}.>`,
        `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.>`,
      ]),
      ...[...streams, ...mqttStreams.map(({ name }) => name)].flatMap((stream) =>
        ['CREATE', 'UPDATE', 'INFO'].map((act) => `$JS.API.STREAM.${act}.${stream}`),
      ),
      '$JS.API.INFO',
      ...calls,
      /* Where the broker waits for what the gate says. */
      '$SYS._INBOX.*.*',
    ],
    subscribe: [
      `${keeperSubject('*')} ${KEEPER}`,
      `${inboxOf(KEEPER)}.>`,
      ...follows,
      `${GATE_SUBJECT} ${KEEPER}`,
    ],
  };
}

/** The rights of the keeper in the broker's own account: to see connections and to end them. */
export const systemGrants: Grants = {
  publish: ['PING.CONNZ', '*.CONNZ', '*.KICK'].map((request) => `$SYS.REQ.SERVER.${request}`),
  subscribe: ['_INBOX.>'],
};

/** The acknowledgement has a second form since nats-server 2.14, with domain and account before the stream. */
const consuming = (stream: string, consumer: string): string[] => [
  `$JS.API.CONSUMER.INFO.${stream}.${consumer}`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
  `$JS.ACK.${stream}.${consumer}.>`,
  `$JS.ACK.*.*.${stream}.${consumer}.>`,
];
