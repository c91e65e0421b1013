/* npm run openapi|settings [-- --check]: builds changed sources, then writes or compares the files made from the code. */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { wordsOf } from './words.mjs';

const scripts = { openapi: 'tools/openapi.ts', settings: 'tools/settings-doc.ts' };
const [command, ...args] = process.argv.slice(2);
wordsOf(import.meta.url, { options: { check: { type: 'boolean' } }, args });
runNode(await prepare(`npm run ${command}`), scripts[command], { args });
