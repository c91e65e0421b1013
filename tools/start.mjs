/* npm start: installs and builds what is missing, then runs every service in one process. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { checkStart } from './start-check.mjs';

await checkStart();
runNode(await prepare('npm start'), 'apps/platform/dist/main.js');
