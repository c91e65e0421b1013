/* Writes docs/openapi/<family>.json from the contracts; with --check only compares and fails when one is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from '../apps/auth-gateway/dist/index.js';

const folder = join(import.meta.dirname, '../docs/openapi');
const families = ['attendance'];
let stale = 0;

for (const family of families) {
  const file = join(folder, `${family}.json`);
  const text = `${JSON.stringify(documentOf(family), null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    console.log(`docs/openapi/${family}.json written`);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`docs/openapi/${family}.json is stale; run: npm run build && npm run openapi`);
    stale++;
  }
}
process.exit(stale === 0 ? 0 : 1);
