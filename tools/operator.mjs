/* npm run user|audit|keys -- …: an operator's commands, on the database of this checkout or of DATABASE_URL. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';

runNode(prepare(), 'apps/platform/dist/main-operator.js', { args: process.argv.slice(2) });
