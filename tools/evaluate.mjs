/*
 * npm run evaluate -- faces <folder> [options]: measures how well the product tells people apart on photographs that you give.
 * `npm run evaluate -- faces --help` lists the options.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';

const [what, ...words] = process.argv.slice(2);
if (what !== 'faces') {
  console.error(
    'Say what to evaluate:\n  npm run evaluate -- faces <folder> [options]   (--help lists them)',
  );
  process.exit(2);
}
const root = await prepare('npm run evaluate');
const script = join(root, 'tools/evaluate/faces.ts');
const child = spawn(join(root, 'node_modules/.bin/node'), [script, ...words], { stdio: 'inherit' });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('close', (status) => process.exit(status ?? 1));
