/*
 * npm run check:schemathesis: sends what Schemathesis makes of the five API documents to a platform of its own, and fails for every answer
 * that the documents do not say and for every 5xx.
 *   npm run check:schemathesis                                      some hundred cases a family
 *   SCHEMATHESIS_CASES=20000 npm run check:schemathesis             about so many cases a family
 *   npm run check:schemathesis -- techtrack                         one family
 */
import { prepare } from './prepare.mjs';
import { runNode } from './run-node.mjs';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url, { names: ['eyetracker', 'techtrack', 'calibration', 'attendance', 'proctorx'] });
runNode(await prepare('npm run check:schemathesis'), 'tools/schemathesis.ts', {
  args: process.argv.slice(2),
});
