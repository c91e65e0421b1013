/* npm run user|audit|keys -- …: an operator's commands, on the database of this checkout or of DATABASE_URL. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';

runNode(prepare(), 'apps/auth-gateway/dist/identity/commands/main.js', { args: process.argv.slice(2) });
