/*
 * npm run check:clients: makes clients of the five API documents with openapi-typescript, @hey-api/openapi-ts and openapi-python-client,
 * type-checks or imports them, and does the main job of each family with the Python ones on a platform of its own.
 *   npm run check:clients -- --generate    without a platform
 */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url, { options: { generate: { type: 'boolean' } } });
runNode(await prepare('npm run check:clients'), 'tools/clients.ts', { args: process.argv.slice(2) });
