/* npm run trust [-- --check]: writes docs/trust.md from tools/trust/checks, or compares; fails when a check promises what is not there. */
import { writeOrCheck } from './generated-file.ts';
import { readChecks } from './trust/checks.mjs';
import { trustPage } from './trust/page.mjs';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url, { options: { check: { type: 'boolean' } } });

try {
  writeOrCheck('npm run trust', [['docs/trust.md', trustPage(readChecks())]]);
} catch ({ message }) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
