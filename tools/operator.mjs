/* npm run user|audit|keys -- …: commands for operators, on the database of this checkout or of DATABASE_URL. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';

const [command] = process.argv.slice(2);
const root = await prepare(`npm run ${command}`, { besideOthers: true });
runNode(root, 'apps/platform/dist/main-operator.js', { args: process.argv.slice(2) });
