/* npm start: everything in one process. Installs and builds what is missing first. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';

runNode(prepare(), 'apps/platform/dist/main.js');
