/*
 * The twenty-five checks of trust: one data file each in tools/trust/checks, so that two people's edits do not meet.
 * A file that promises what is not there (a test, an npm script, a figure) is refused.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));
const folder = join(import.meta.dirname, 'checks');
const COUNT = 25;
export const states = ['shown', 'partly', 'no', 'not applicable'];

const texts = ['title', 'asked', 'inCi'];
const known = ['number', ...texts, 'state', 'tests', 'byHand', 'figure', 'missing'];
const isText = (value) => typeof value === 'string' && value.trim() !== '' && !/[\n|]/.test(value);

/** Returns what is wrong with one check; nothing when it may stand in the page. */
export function faultsOf(check, { fileExists, scripts }) {
  const faults = Object.keys(check)
    .filter((field) => !known.includes(field))
    .map((field) => `has an unknown field ${field}`);
  for (const field of texts)
    if (!isText(check[field])) faults.push(`needs "${field}", one line of text without |`);
  if (!states.includes(check.state)) faults.push(`needs "state": ${states.join(' | ')}`);
  if (!Array.isArray(check.tests)) faults.push('needs "tests", a list of files');
  for (const file of check.tests ?? []) {
    if (!/\.(int-|e2e-)?spec\.ts$/.test(file)) faults.push(`${file} is no test file`);
    else if (!fileExists(file)) faults.push(`${file} does not exist`);
  }
  if (['shown', 'partly'].includes(check.state) && !check.tests?.length) faults.push('is shown by no test');
  if (check.state === 'shown' && check.figure === undefined) faults.push('is shown without a figure');
  if (check.state === 'shown' && check.missing) faults.push('is shown although something is missing');
  if (check.state !== 'shown' && !isText(check.missing))
    faults.push('does not say in "missing" what is missing');
  return [...faults, ...byHandFaults(check.byHand, scripts), ...figureFaults(check.figure)];
}

function byHandFaults(byHand, scripts) {
  if (byHand === undefined) return [];
  const faults = isText(byHand.size) ? [] : ['needs "byHand.size"'];
  const script = /\bnpm (?:run (?:--silent )?)?([\w:-]+)/.exec(byHand.command ?? '')?.[1];
  if (script === undefined) return [...faults, 'needs "byHand.command", an npm command'];
  return scripts.includes(script) ? faults : [...faults, `${script} is no script of package.json`];
}

function figureFaults(figure) {
  if (figure === undefined) return [];
  const faults = isText(figure.text) ? [] : ['needs "figure.text"'];
  return /^\d{4}-\d\d-\d\d$/.test(figure.date ?? '')
    ? faults
    : [...faults, 'needs "figure.date" as YYYY-MM-DD'];
}

/** Reads the data files in the order of their numbers. Throws with every fault that they have. */
export function readChecks() {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const world = { fileExists: (file) => existsSync(join(root, file)), scripts: Object.keys(scripts) };
  const faults = [];
  const checks = readdirSync(folder)
    .sort()
    .map((name) => {
      const check = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      if (!name.startsWith(`${String(check.number).padStart(2, '0')}-`))
        faults.push(`${name} does not begin with its number`);
      faults.push(...faultsOf(check, world).map((fault) => `${name} ${fault}`));
      return check;
    });
  const numbers = checks.map(({ number }) => number);
  for (let number = 1; number <= COUNT; number++)
    if (numbers.filter((each) => each === number).length !== 1)
      faults.push(`check ${number} has not exactly one file`);
  if (checks.length !== COUNT) faults.push(`there are ${checks.length} files instead of ${COUNT}`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return checks;
}
