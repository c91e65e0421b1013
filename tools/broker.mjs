/* npm run broker [-- [--mqtt] [file]]: makes keys of the broker for all services, and its users with their rights. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';

const root = await prepare('npm run broker', { besideOthers: true });
runNode(root, 'apps/platform/dist/main-broker.js', { args: process.argv.slice(2) });
