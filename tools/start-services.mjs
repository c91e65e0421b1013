/* npm run start:services: every service in a process of its own over NATS. Starts a broker and a database unless settings name them. */
import { findNatsServer, sayIfFromPath } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { checkStart } from './start-check.mjs';

await checkStart();
const root = await prepare('npm run start:services');
const env = process.env.NATS_URL ? {} : { NATS_SERVER_BIN: sayIfFromPath(findNatsServer()) };
runNode(root, 'apps/platform/dist/main-separate.js', { env });
