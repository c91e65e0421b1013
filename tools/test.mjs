/*
 * npm test: every tier, the end-to-end tier in both run modes.
 *   npm test                      everything
 *   npm test -- spec int-spec     some tiers: spec, int-spec, e2e, or one mode of e2e: embedded, services
 *   npm test -- e2e -t login      one tier; arguments from the first dash on go to Jest
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { allocatorSettings } from '../libs/service-kit/src/process/lean-process.mjs';
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { bringProgram } from './programs.mjs';
import { slowestFiles } from './slowest-files.mjs';
import { chosenRuns } from './test-runs.mjs';
import { usageOf } from './words.mjs';

const words = process.argv.slice(2);
if (words.includes('--help') || words.includes('-h')) {
  console.log(usageOf(import.meta.url));
  process.exit(0);
}
const firstDash = words.findIndex((word) => word.startsWith('-'));
const wanted = firstDash < 0 ? words : words.slice(0, firstDash);
const jestArguments = firstDash < 0 ? [] : words.slice(firstDash);
const chosen = chosenOrEnd();

function chosenOrEnd() {
  try {
    return chosenRuns(wanted);
  } catch ({ message }) {
    console.error(message);
    process.exit(2);
  }
}

const root = await prepare('npm test');
const scratch = mkdtempSync(join(tmpdir(), 'argus-test-'));
const results = [];
try {
  const [needsChromium, needsNats] = ['browser', 'nats'].map((need) => chosen.some((run) => run[need]));
  if (needsChromium || needsNats) console.log('\n── programs ──');
  const chromium = needsChromium ? bringProgram('chromium') : undefined;
  const natsServer = needsNats ? (bringProgram('nats-server') ?? findNatsServer()) : undefined;
  /* Also for tests that start it by its name. */
  if (natsServer && natsServer !== 'nats-server')
    symlinkSync(resolve(natsServer), join(scratch, 'nats-server'));
  for (const { name, tier, mode, browser } of chosen) {
    console.log(`\n── ${name} ──`);
    const report = join(scratch, `${name.replace(' ', '-')}.json`);
    const run = spawnSync(
      join(root, 'node_modules/.bin/node'),
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join(root, 'node_modules/jest/bin/jest.js'),
        '--json',
        `--outputFile=${report}`,
        ...jestArguments,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...allocatorSettings,
          ...process.env,
          PATH: `${scratch}${delimiter}${process.env.PATH}`,
          /* Only `npm run e2e` tests a platform elsewhere. */
          E2E_BASE_URL: undefined,
          TIER: tier,
          ...(mode && { E2E_MODE: mode }),
          ...(natsServer && { NATS_SERVER_BIN: natsServer }),
          CHROMIUM_BIN: browser && chromium,
        },
      },
    );
    results.push({ name, ok: run.status === 0, ...read(report) });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function read(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return {
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests,
      brokenFiles: numFailedTestSuites,
      files: testResults.length,
      slowest: slowestFiles(testResults, root),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0, brokenFiles: 1, files: 0, slowest: [] };
  }
}

for (const { name, slowest } of results.filter(({ files }) => files > 1)) {
  console.log(`\nSlowest files of ${name}, in seconds`);
  for (const { file, seconds } of slowest) console.log(`  ${seconds.toFixed(1).padStart(6)}  ${file}`);
}
console.log('\nTests per tier');
for (const { name, files, passed, failed, skipped } of results) {
  console.log(
    `  ${name.padEnd(14)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(skipped).padStart(4)} skipped  in ${files} files`,
  );
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failed = sum('failed') + results.filter((result) => !result.ok && result.failed === 0).length;
console.log(`\n${sum('passed')} passed, ${failed} failed, ${sum('skipped')} skipped`);
process.exit(failed === 0 && results.every(({ ok }) => ok) ? 0 : 1);
