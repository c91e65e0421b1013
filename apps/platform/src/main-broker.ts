import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { authorizationOf } from '@argus/embedded';
import { makeDataDirectory, platformSettings, readSettings } from '@argus/service-kit';
import { gateWith, keysIn, usersWith } from './broker/broker-users.js';

/*
 * npm run broker [-- [--mqtt] [file]]: makes the keys of all services in DATA_DIR/secrets/nats and prints, or writes into the file, what
 * a nats-server of one's own includes: the users by their public keys, with their rights, and with --mqtt the gate for devices.
 */
const { values, positionals } = parseArgs({ options: { mqtt: { type: 'boolean' } }, allowPositionals: true });
const [settings] = readSettings([platformSettings]);
makeDataDirectory(settings);
const keys = keysIn(settings);
const authorization = authorizationOf(usersWith(keys), values.mqtt ? gateWith(keys) : undefined);
const text = `${JSON.stringify(authorization, undefined, 2)}\n`;
const [file] = positionals;
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
