/*
 * What is checked without a cluster. Each check names the program that it needs and resolves with what it looked at and its findings.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../checkout.mjs';
import { findingsOf, run } from './run.mjs';

const chart = 'k8s/argus';
const valuesFiles = readdirSync(join(root, chart, 'ci')).map((name) => `${chart}/ci/${name}`);
const kubernetesVersions = ['1.35', '1.36', '1.37'];
/* kubernetes-validate knows the kinds of Kubernetes itself only. */
const foreignKind = /^apiVersion: (monitoring\.coreos\.com|gateway\.networking\.k8s\.io)\//m;

async function tracked(...patterns) {
  const { stdout } = await run('git', [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    ...patterns,
  ]);
  return stdout.split('\n').filter(Boolean);
}

async function eachFile(files, what, words) {
  const results = await Promise.all(files.map(async (file) => findingsOf(await words(file), file)));
  return { looked: `${files.length} ${what}`, findings: results.flat() };
}

const assertions = () =>
  readdirSync(join(root, chart, 'tests'))
    .filter((name) => name.endsWith('_test.yaml'))
    .flatMap((name) => [
      ...readFileSync(join(root, chart, 'tests', name), 'utf8').matchAll(/^ {6}- [a-zA-Z]+:/gm),
    ]).length;

async function rendered(helm, folder) {
  const results = await Promise.all(
    valuesFiles.map(async (values) => {
      const result = await run(helm, ['template', 'argus', chart, '--values', values]);
      const objects = result.stdout.split(/^---$/m).filter((object) => !foreignKind.test(object));
      const file = join(folder, values.replaceAll('/', '-'));
      writeFileSync(file, objects.join('---'));
      return { file, findings: findingsOf(result, values) };
    }),
  );
  return { files: results.map(({ file }) => file), findings: results.flatMap(({ findings }) => findings) };
}

async function validateObjects({ 'kubernetes-validate': program, helm }) {
  const folder = mkdtempSync(join(tmpdir(), 'argus-chart-'));
  try {
    const { files, findings } = await rendered(helm, folder);
    const versions = await Promise.all(
      kubernetesVersions.map(async (version) =>
        findingsOf(
          await run(
            'python3',
            ['-m', 'kubernetes_validate', '--strict', '--quiet', '-k', version, ...files],
            { env: { PYTHONPATH: program } },
          ),
          `Kubernetes ${version}`,
        ),
      ),
    );
    return {
      looked: `${files.length} files of values, Kubernetes ${kubernetesVersions.join(', ')}`,
      findings: [...findings, ...versions.flat()],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/*
 * Migrations of a version run while the former one serves, and stay when it comes back (docs/operations/upgrade.md): they only add. Each is one
 * transaction whose waits have limits, and large tables are those of readings, which have migrations of their own.
 */
const squawkWords = [
  '--assume-in-transaction',
  '--exclude=require-timeout-settings,prefer-robust-stmts,prefer-bigint-over-int,prefer-identity,require-concurrent-index-creation',
];

async function checkMigrations({ squawk }) {
  const printed = await run(join(root, 'node_modules/.bin/node'), ['tools/chart/migration-sql.ts']);
  if (printed.failed)
    return { looked: 'no migration', findings: findingsOf(printed, 'tools/chart/migration-sql.ts') };
  const migrations = JSON.parse(printed.stdout);
  const results = await Promise.all(
    migrations.map(async ({ file, sql }) =>
      findingsOf(await run(squawk, [...squawkWords, `--stdin-filepath=${file}`], { input: sql }), file),
    ),
  );
  return { looked: `${migrations.length} migrations since 0.1.0`, findings: results.flat() };
}

export const checks = [
  {
    name: 'helm lint',
    needs: ['helm'],
    check: ({ helm }) =>
      eachFile(valuesFiles, 'files of values', (file) =>
        run(helm, ['lint', '--strict', '--quiet', chart, '--values', file]),
      ),
  },
  {
    name: 'helm-unittest',
    needs: ['helm-unittest'],
    check: async ({ 'helm-unittest': program }) => ({
      looked: `${assertions()} assertions`,
      findings: findingsOf(await run(program, [chart]), chart),
    }),
  },
  { name: 'kubernetes-validate', needs: ['kubernetes-validate', 'helm'], check: validateObjects },
  {
    name: 'hadolint',
    needs: ['hadolint'],
    check: async ({ hadolint }) =>
      eachFile(await tracked('*Dockerfile*'), 'Dockerfiles', (file) => run(hadolint, [file])),
  },
  {
    name: 'promtool',
    needs: ['promtool'],
    check: async ({ promtool }) =>
      eachFile(await tracked(`${chart}/rules/*.yaml`), 'files of rules and their cases', (file) =>
        run(promtool, file.endsWith('.cases.yaml') ? ['test', 'rules', file] : ['check', 'rules', file]),
      ),
  },
  {
    name: 'actionlint',
    needs: ['actionlint', 'shellcheck'],
    check: async ({ actionlint, shellcheck }) =>
      eachFile(await tracked('.github/workflows/*'), 'workflows', (file) =>
        run(actionlint, ['-no-color', '-pyflakes=', `-shellcheck=${shellcheck}`, file]),
      ),
  },
  {
    name: 'shellcheck',
    needs: ['shellcheck'],
    check: async ({ shellcheck }) => {
      const { stdout } = await run('git', ['grep', '-lIE', '^#!.*\\b(ba|da)?sh$', '--', ':!*.ts', ':!*.mjs']);
      return eachFile(stdout.split('\n').filter(Boolean), 'scripts', (file) => run(shellcheck, [file]));
    },
  },
  { name: 'squawk', needs: ['squawk'], check: checkMigrations },
];
