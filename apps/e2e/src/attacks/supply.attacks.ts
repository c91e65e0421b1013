import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Attack, means } from './attack.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

interface Judged {
  readonly before: readonly string[];
  readonly runs: readonly string[];
  readonly faults: readonly string[];
}

/** Adds a package to the lock file, in memory. Returns whose scripts an installation runs, and what the checks of `npm run supply` say. */
function judged(entry: object): Judged {
  const code = `import { readFileSync } from 'node:fs';
    import { allowedIn, scriptFaults } from './tools/supply/install-scripts.mjs'; import { licenceFaults } from './tools/supply/licences.mjs';
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    const faults = () => [...scriptFaults(lock), ...licenceFaults(lock)];
    const before = faults();
    lock.packages['node_modules/evil'] = ${JSON.stringify(entry)};
    console.log(JSON.stringify({ before, runs: allowedIn(lock), faults: faults() }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
  return JSON.parse(output.toString()) as Judged;
}

/** Returns what is said of advisories where the registry does not answer, and of a package that the bill of materials does not name. */
function concealed(): { readonly advisories: string; readonly missing: readonly string[] } {
  const code = `import { readFileSync } from 'node:fs';
    import { advisories, billOf, missingIn } from './tools/supply/bill.mjs';
    const installed = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8'));
    const bill = JSON.parse(billOf('.'));
    const before = missingIn(bill, installed);
    installed.packages['node_modules/evil'] = { version: '1.0.0' };
    const missing = missingIn(bill, installed).filter((purl) => !before.includes(purl));
    console.log(JSON.stringify({ missing, advisories: advisories('.') }));`;
  /* Nothing listens there. */
  const nowhere = ['npm_config_registry=http://127.0.0.1:9', 'npm_config_fetch_retries=0'];
  const command = [...nowhere, process.execPath, '--input-type=module', '-e', code];
  const output = execFileSync('env', command, { cwd: root });
  return JSON.parse(output.toString()) as ReturnType<typeof concealed>;
}

export const supplyAttacks: readonly Attack[] = [
  {
    finding: 'S12',
    tried:
      'a package that nobody allowed runs a script when packages are installed, or has a licence that nobody took',
    run() {
      const kept = { version: '1.0.0', integrity: 'sha512-x' };
      const { before, runs, faults } = judged({ ...kept, license: 'MIT', hasInstallScript: true });
      means(before.length === 0, before.join('; '));
      means(runs.length > 0, 'no script may run at all');
      const licences = [{ license: 'AGPL-3.0-only' }, {}].map(
        (licence) => judged({ ...kept, ...licence }).faults,
      );
      const refused = [faults, ...licences].map(([first = 'nothing']) => first);
      return Promise.resolve({
        happened: refused.join('; '),
        fell: runs.includes('evil') || refused.some((said) => !said.startsWith('evil ')),
      });
    },
  },
  {
    finding: 'S12',
    tried:
      'an installed package is in no bill of materials, and a scan for advisories that did not run passes as one',
    isLong: true,
    run() {
      const { advisories, missing } = concealed();
      return Promise.resolve({
        happened: `not in the bill: ${missing.join(', ') || 'nothing'}; advisories: ${advisories}`,
        fell: !missing.includes('pkg:npm/evil@1.0.0') || !advisories.startsWith('NOT RUN'),
      });
    },
  },
];
