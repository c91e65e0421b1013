/*
 * npm run check:dashboards: lets a Prometheus of its own watch a platform of its own that is used (the demo, a calibration, a refused log-in), and
 * asks it every query of the dashboards: each returns data.
 */
import { prepare } from './prepare.mjs';
import { bringProgram } from './programs.mjs';
import { runNode } from './run-node.mjs';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url);
const prometheus = bringProgram('prometheus');
if (prometheus === undefined) {
  console.error('There is no Prometheus. Not run.');
  process.exit(2);
}
runNode(await prepare('npm run check:dashboards'), 'tools/dashboards.ts', {
  env: { PROMETHEUS_BIN: prometheus },
});
