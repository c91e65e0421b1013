import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { brokerKeyOf } from '@argus/testing/installation';
import { type Attack, means } from './attack.js';
import { RawNats } from './raw-nats.js';
import type { Stage } from './stage.js';

const principal = JSON.stringify({ family: 'attendance', accountId: 1, username: 'ADMIN', role: 'admin' });
const reset = 'identity.attendance-account.reset-password';
const ISSUER = 'issuer';
const MSGPACK_ID_1 = Buffer.from('81a2696401', 'hex');
const context = { principal, 'request-id': 'a-forged-request', deadline: String(Date.now() + 60_000) };
/* Version 3.1.1, client "this", neither name nor password. */
const MQTT_CONNECT = Buffer.from('101000044d5154540402003c000474686973', 'hex');

const brokerOf = ({ platform }: Stage): string =>
  (
    JSON.parse(readFileSync(join(platform.dataDirectory, 'nats', 'nats-server.json'), 'utf8')) as {
      url: string;
    }
  ).url;

/** Listens to everything and asks for the administrator's password; returns what came of it. */
async function take(nats: RawNats, inbox: string): Promise<string> {
  nats.send('SUB > 1\r\n');
  nats.call(reset, inbox, context, MSGPACK_ID_1);
  await nats.hears(/password|-ERR[^]*-ERR|Authorization/i, 2000);
  nats.close();
  return nats.said;
}

export const brokerAttacks: readonly Attack[] = [
  {
    finding: 'S1',
    tried: 'a nameless client of the broker listens to everything and resets the password of ADMIN',
    mode: 'services',
    async run(stage) {
      const nats = await RawNats.open(brokerOf(stage));
      means(nats.said.startsWith('INFO '), 'the broker does not answer');
      const said = await take(nats, '_INBOX.stranger');
      return { happened: lastError(said), fell: /PONG|\+OK|MSG /.test(said) };
    },
  },
  {
    finding: 'S1',
    tried: 'each service with its own key on the broker does the same under the principal of ADMIN',
    mode: 'services',
    async run(stage) {
      const names = readdirSync(join(stage.platform.dataDirectory, 'secrets', 'nats'))
        .filter((file) => file.endsWith('.nk'))
        .map((file) => file.slice(0, -3))
        /* It signs whom the broker lets in and is nobody itself. */
        .filter((name) => name !== ISSUER);
      means(names.length > 5, 'no keys found');
      const heard: string[] = [];
      for (const name of names) {
        const nats = await RawNats.open(brokerOf(stage), brokerKeyOf(stage.platform, name));
        means(await nats.hears(/PONG/), `${name} is not let in: ${nats.said.slice(-200)}`);
        const said = await take(nats, `_INBOX.${name}.identity.forged.1`);
        if (
          /H?MSG [^]*"?password/.test(said) ||
          !said.includes('Permissions Violation for Subscription to ">"')
        )
          heard.push(name);
      }
      return {
        happened: `${names.length} services tried, ${heard.length} heard or got more (${heard.join(', ')})`,
        fell: heard.length > 0,
      };
    },
  },
  {
    finding: 'S1',
    tried: 'the key with which devices are let in connects as a user',
    mode: 'services',
    async run(stage) {
      const nats = await RawNats.open(brokerOf(stage), brokerKeyOf(stage.platform, ISSUER));
      means(nats.said.startsWith('INFO '), 'the broker does not answer');
      await nats.hears(/PONG|-ERR/);
      const isIn = nats.said.includes('PONG');
      nats.close();
      return { happened: lastError(nats.said), fell: isIn };
    },
  },
  {
    finding: 'S1',
    tried: 'a nameless client of MQTT connects',
    mode: 'services',
    async run({ mqttPort }) {
      const socket = connect(mqttPort, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(MQTT_CONNECT);
      const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown];
      socket.destroy();
      const isIn = Buffer.isBuffer(answer) && answer[0] === 0x20 && answer[3] === 0;
      return { happened: Buffer.isBuffer(answer) ? `CONNACK ${answer[3]}` : 'closed', fell: isIn };
    },
  },
];

const lastError = (said: string): string => /-ERR .*/.exec(said)?.[0] ?? 'closed without a word';
