/*
 * npm run supply: what the packages are, from where, under which licences, and which of their scripts run.
 *   npm run supply              checks the lock file and writes docs/licences.md and node_modules/.argus/sbom.cdx.json
 *   npm run supply -- --check   compares docs/licences.md instead of writing it
 *   npm run supply -- --twice   also installs twice from the lock file and compares both trees (minutes)
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './checkout.mjs';
import { advisories, billOf, missingIn } from './supply/bill.mjs';
import { allowedIn, scriptFaults } from './supply/install-scripts.mjs';
import { licenceFaults, licencePage } from './supply/licences.mjs';
import { hashOfNewTree } from './supply/tree-hash.mjs';
import { wordsOf } from './words.mjs';

const { values: options } = wordsOf(import.meta.url, {
  options: { check: { type: 'boolean' }, twice: { type: 'boolean' } },
});
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const lock = read('package-lock.json');
const faults = [];
const say = (what, text) => process.stdout.write(`${what.padEnd(16)} ${text}\n`);

const packages = Object.entries(lock.packages).filter(
  ([place, { link }]) => place.includes('node_modules/') && !link,
);
const open = packages.filter(([, { integrity }]) => !integrity).map(([place]) => `${place} has no integrity`);
const elsewhere = packages
  .filter(([, { resolved }]) => resolved && !resolved.startsWith('https://registry.npmjs.org/'))
  .map(([place, { resolved }]) => `${place} comes from ${resolved}`);
faults.push(...open, ...elsewhere);
say('integrity', `${packages.length - open.length} of ${packages.length} packages`);

const refusedScripts = scriptFaults(lock);
faults.push(...refusedScripts);
say('install scripts', `${allowedIn(lock).length} allowed, ${refusedScripts.length} outside of the lists`);

const refusedLicences = licenceFaults(lock);
faults.push(...refusedLicences);
const [page, path] = [licencePage(lock), join(root, 'docs/licences.md')];
const isCheck = options.check === true;
say(
  'licences',
  `${packages.length} packages, ${refusedLicences.length} not taken; ${isCheck ? 'compared with' : 'written to'} docs/licences.md`,
);
if (!isCheck) writeFileSync(path, page);
else if (readFileSync(path, 'utf8') !== page) faults.push('docs/licences.md is stale; run: npm run supply');

const bill = billOf(root);
const unnamed = missingIn(JSON.parse(bill), read('node_modules/.package-lock.json'));
faults.push(...unnamed.map((purl) => `the bill of materials lacks ${purl}`));
const sbom = 'node_modules/.argus/sbom.cdx.json';
mkdirSync(join(root, 'node_modules/.argus'), { recursive: true });
writeFileSync(join(root, sbom), bill);
say(
  'SBOM',
  `${JSON.parse(bill).components.length} components, ${unnamed.length} installed packages missing; written to ${sbom}`,
);

say('advisories', advisories(root));

if (options.twice) {
  const manifests = globSync('{apps,libs}/*/package.json', { cwd: root });
  const trees = [1, 2].map(() => hashOfNewTree(root, manifests));
  for (const { sha256, entries } of trees) say('tree', `${sha256} (${entries} entries)`);
  if (trees[0].sha256 !== trees[1].sha256) faults.push('two installations from one lock file differ');
}

for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
