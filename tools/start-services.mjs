/* npm run start:services: every app its own process over NATS, with a broker and a database of our own unless given. */
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { checkStart } from './start-check.mjs';

await checkStart();
const root = prepare('npm run start:services');
const env = process.env.NATS_URL ? {} : { NATS_SERVER_BIN: findNatsServer() };
runNode(root, 'apps/platform/dist/main-separate.js', { env });
