/*
 * npm run evaluate -- faces <folder> [options]: measures how well the product tells people apart on photographs that you give.
 * npm run evaluate -- liveness [options]: measures who passes a liveness challenge, people and imitations.
 * npm run evaluate -- meant <folder> [options]: measures whose face is meant where a photograph shows several.
 * npm run evaluate -- migration <folder> [options]: measures a re-enrolment by the present descriptor model.
 * npm run evaluate -- passive <folder> [options]: measures what the scores of the passive liveness models tell.
 * `--help` after the word lists the options.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';

const [what, ...words] = process.argv.slice(2);
if (!['faces', 'liveness', 'meant', 'migration', 'passive'].includes(what)) {
  console.error(
    'Say what to evaluate (--help lists the options):\n  npm run evaluate -- faces <folder> [options]\n  npm run evaluate -- liveness [options]\n  npm run evaluate -- meant <folder> [options]\n  npm run evaluate -- migration <folder> [options]\n  npm run evaluate -- passive <folder> [options]',
  );
  process.exit(2);
}
const root = await prepare('npm run evaluate');
const script = join(root, `tools/evaluate/${what}.ts`);
const child = spawn(join(root, 'node_modules/.bin/node'), [script, ...words], { stdio: 'inherit' });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('close', (status) => process.exit(status ?? 1));
