/*
 * npm run sightings: asks again what users of other systems reported and Argus once answered wrongly; prints a line each and a total.
 *   npm run sightings              a platform of its own
 *   npm run sightings -- 3 12      some numbers of the list
 *   E2E_BASE_URL, E2E_ADMIN_EMAIL and E2E_ADMIN_PASSWORD name another platform
 */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url, { names: [/^\d+$/] });
runNode(await prepare('npm run sightings'), 'tools/sightings.ts', { args: process.argv.slice(2) });
