/* Runs Schemathesis over the API documents; see schemathesis.mjs. Exits with 1 when an answer is not documented, or 5xx. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { families, type Family } from '@argus/contracts';
import { checkSize, type Platform, startPlatform } from '@argus/testing';
import { Accounts, logInPaths, password } from '#e2e/generated/targets/accounts.js';
import { programsOf } from './clients/venv.ts';

const VERSION = 'schemathesis==4.32.5';
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
const cases = checkSize('SCHEMATHESIS_CASES', 500);
const seed = checkSize('SCHEMATHESIS_SEED', 1);
const named = process.argv.slice(2) as Family[];
const chosen = families.filter((family) => named.length === 0 || named.includes(family));

const programs = programsOf(VERSION);
if (programs === undefined) {
  console.log('Schemathesis: NOT RUN, as there is no Python 3.10 with venv and pip here');
  process.exit(0);
}

const settings = { RATE_LIMIT_FACTOR: '1000000', CALIBRATION_MAX_SESSIONS: '10000000' };
const platform = await startPlatform({ settings });
const scratch = mkdtempSync(join(tmpdir(), 'argus-schemathesis-'));
const failed: Family[] = [];
try {
  for (const family of chosen) if (!(await hasPassed(family, platform))) failed.push(family);
} finally {
  await platform.stop();
  rmSync(scratch, { recursive: true });
}
console.log(failed.length === 0 ? '\nEvery answer is documented' : `\nNot documented: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);

/** Runs Schemathesis over one document, as the account with the widest rights, and tells whether it found nothing. */
async function hasPassed(family: Family, { url, admin }: Platform): Promise<boolean> {
  console.log(`\n── ${family} ──`);
  const document = resolve(`docs/openapi/${family}.json`);
  const args = [
    ...['run', document, '--url', url, '--checks', CHECKS.join(','), '--seed', String(seed)],
    ...['--workers', '1', '--max-examples', String(examplesFor(document)), '--no-color'],
    /* A live feed does not end. */
    ...['--exclude-path-regex', '/live/$', '--request-timeout', '30', '--continue-on-failure'],
  ];
  const child = spawn('nice', [join(programs!, 'schemathesis'), ...args], {
    /* It keeps what it found in the folder that it runs in. */
    cwd: scratch,
    stdio: 'inherit',
    env: { ...process.env, ...(await accountOf(family, url, admin)) },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

async function accountOf(
  family: Family,
  url: string,
  admin: Platform['admin'],
): Promise<Record<string, string>> {
  if (family === 'calibration') return {};
  const own = family === 'attendance' ? { email: admin.email } : { username: admin.email };
  const credentials =
    family === 'attendance' || family === 'techtrack'
      ? { ...own, password: admin.password }
      : { username: (await new Accounts({ url, admin }).make(family)).username, password };
  return {
    SCHEMATHESIS_HOOKS: resolve('tools/schemathesis/log_in.py'),
    LOG_IN_URL: url + logInPaths[family],
    LOG_IN_BODY: JSON.stringify(credentials),
  };
}

/** Returns the examples of an operation with which the whole document has about the asked number of cases. */
function examplesFor(document: string): number {
  const { paths } = JSON.parse(readFileSync(document, 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const operations = Object.values(paths).flatMap((methods) =>
    Object.keys(methods).filter((method) => method !== 'parameters'),
  );
  return Math.max(1, Math.ceil(cases / operations.length));
}
