/* npm start: everything in one process. Installs and builds what is missing first. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { checkStart } from './start-check.mjs';

await checkStart();
runNode(prepare('npm start'), 'apps/platform/dist/main.js');
