/*
 * npm run e2e -- --url https://argus.example [--family techtrack]: runs the end-to-end suites against a platform that runs elsewhere.
 * It needs the administrator: E2E_ADMIN_EMAIL and E2E_ADMIN_PASSWORD, else it asks on the terminal. It says what it will write, and at
 * the end what it could not remove.
 *   --family <name>   attendance, techtrack, eyetracker, proctorx or calibration; may be repeated
 *   --list            only says which suites would run, and why others would not
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { suitesOf } from './e2e/black-box.mjs';
import { prepare } from './prepare.mjs';
import { wordsOf } from './words.mjs';

const families = ['attendance', 'techtrack', 'eyetracker', 'proctorx', 'calibration'];

function end(message) {
  console.error(message);
  process.exit(2);
}

const {
  url,
  family = [],
  list,
} = wordsOf(import.meta.url, {
  options: {
    url: { type: 'string' },
    family: { type: 'string', multiple: true },
    list: { type: 'boolean' },
  },
}).values;
const unknown = family.find((name) => !families.includes(name));
if (unknown) end(`There is no family "${unknown}"; there are: ${families.join(', ')}`);
if (!list && !URL.canParse(url ?? '')) end('Say which platform: npm run e2e -- --url https://…');

async function ask(question, isSecret) {
  if (!process.stdin.isTTY)
    end(`Set E2E_ADMIN_EMAIL and E2E_ADMIN_PASSWORD: there is no terminal to ask on.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: true });
  process.stdout.write(question);
  /* What is typed is not shown. */
  if (isSecret) terminal._writeToOutput = () => undefined;
  const answer = await terminal.question('');
  terminal.close();
  if (isSecret) process.stdout.write('\n');
  return answer;
}

const root = await prepare('npm run e2e', { part: 'apps/e2e' });
const folder = join(root, 'apps/e2e/dist');
const { chosen, leftOut } = suitesOf(folder);
const isWanted = (name) => {
  const [area] = name.split('/');
  return family.length === 0 || !families.includes(area) || family.includes(area);
};
const suites = chosen.filter(isWanted);
console.log(`${suites.length} suites run; ${leftOut.length} are left out:`);
for (const { name, why } of leftOut) console.log(`  ${name.replace('.js', '')}: ${why}`);
if (list) process.exit(0);

const email = process.env.E2E_ADMIN_EMAIL ?? (await ask('E-mail of the administrator: '));
const password = process.env.E2E_ADMIN_PASSWORD ?? (await ask('Password: ', true));
console.log(
  `Writes on ${url}: accounts with invented names, machines, rules, measurements, readings, faces of published photographs,\n` +
    'calibrations. What can be removed is removed after each suite. Accounts stay (those of attendance and TechTrack deactivated),\n' +
    'and so do entries of the attendance log, of alarms and of the audit.',
);
const scratch = mkdtempSync(join(tmpdir(), 'argus-e2e-'));
const left = join(scratch, 'left');
writeFileSync(left, '');
const { status } = spawnSync(
  join(root, 'node_modules/.bin/node'),
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--runTestsByPath',
    ...suites.map((name) => join(folder, name)),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      TIER: 'e2e-spec',
      E2E_BASE_URL: url,
      E2E_ADMIN_EMAIL: email,
      E2E_ADMIN_PASSWORD: password,
      E2E_FAMILIES: family.join(','),
      E2E_LEFT_FILE: left,
    },
  },
);
const counts = new Map();
for (const line of readFileSync(left, 'utf8').split('\n').filter(Boolean))
  counts.set(line, (counts.get(line) ?? 0) + 1);
rmSync(scratch, { recursive: true });
console.log(counts.size === 0 ? 'Nothing is left on the platform.' : 'Left on the platform:');
for (const [what, count] of [...counts].sort()) console.log(`  ${count} × ${what}`);
process.exit(status ?? 1);
