/* npm run user|audit|keys|dead-letters|backup|restore -- …: commands for operators, on the data of this checkout or of DATABASE_URL. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';

const [command] = process.argv.slice(2);
const root = await prepare(`npm run ${command}`, { besideOthers: true });
const main = ['backup', 'restore'].includes(command) ? 'main-backup' : 'main-operator';
runNode(root, `apps/platform/dist/${main}.js`, { args: process.argv.slice(2) });
