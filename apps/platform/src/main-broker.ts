import { writeFileSync } from 'node:fs';
import { makeDataDirectory, platformSettings, readSettings } from '@argus/service-kit';
import { keysIn, usersWith } from './broker/broker-users.js';

/*
 * npm run broker [-- file]: makes the keys of all services in DATA_DIR/secrets/nats and prints, or writes into the file, what a
 * nats-server of one's own includes: the users by their public keys, with their rights.
 */
const [settings] = readSettings([platformSettings]);
makeDataDirectory(settings);
const users = usersWith(keysIn(settings));
const text = `${JSON.stringify({ authorization: { users } }, undefined, 2)}\n`;
const [, , file] = process.argv;
if (file === undefined) process.stdout.write(text);
else writeFileSync(file, text);
