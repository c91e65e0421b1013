/*
 * npm run check:chart: checks chart, images, rules of alerts, workflows, shell scripts and migrations without a cluster. A check whose program
 * cannot be had is not run, and said so.
 *   npm run check:chart                         everything; brings the programs that are not there
 *   npm run check:chart -- hadolint promtool    some of it
 */
import { checks } from './chart/checks.mjs';
import { prepare } from './prepare.mjs';
import { bringProgram, isNear, isThere } from './programs.mjs';
import { wordsOf } from './words.mjs';

/* Programs are brought for so long, and until so many could not be had: who has no network shall not wait for each. */
const BRINGING_MS = 120_000;
const MAX_MISSES = 2;

const { positionals: names } = wordsOf(import.meta.url, { names: checks.map(({ name }) => name) });
const wanted = checks.filter(({ name }) => names.length === 0 || names.includes(name));

await prepare('npm run check:chart');
const started = Date.now();
let misses = 0;
const programs = Object.fromEntries(
  [...new Set(wanted.flatMap(({ needs }) => needs))].map((name) => [name, programOf(name)]),
);

function programOf(name) {
  /* CI has no time to build what its cache lacks. */
  const isTooSlow = process.env.CI && !isNear(name);
  const isOffline = misses >= MAX_MISSES || Date.now() - started > BRINGING_MS;
  if (isTooSlow || (isOffline && !isThere(name))) return undefined;
  const path = bringProgram(name);
  if (path === undefined) misses++;
  return path;
}

async function outcomeOf({ name, needs, check }) {
  const lacking = needs.filter((program) => programs[program] === undefined);
  if (lacking.length > 0)
    return { name, state: 'not run', text: `${lacking.join(', ')} is not to be had`, findings: [] };
  const began = Date.now();
  const { looked, findings } = await check(programs);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  return {
    name,
    state: findings.length === 0 ? 'passed' : 'failed',
    text: `${looked}, ${findings.length} with findings, ${seconds} s`,
    findings,
  };
}

const outcomes = await Promise.all(wanted.map(outcomeOf));
for (const { findings } of outcomes) for (const finding of findings) console.log(`\n${finding}`);
console.log('');
for (const { name, state, text } of outcomes) console.log(`  ${state.padEnd(8)} ${name.padEnd(20)} ${text}`);
const failed = outcomes.filter(({ state }) => state === 'failed').length;
const unrun = outcomes.filter(({ state }) => state === 'not run').length;
console.log(`\n${outcomes.length - failed - unrun} passed, ${failed} failed, ${unrun} not run`);
process.exitCode = failed === 0 ? 0 : 1;
