/* Inside the namespaces that cluster.mjs makes: starts the node, installs the chart and runs the checks. */
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkAdmission } from './cluster/checks/admission.ts';
import { checkKills } from './cluster/checks/kills.ts';
import { checkPolicies } from './cluster/checks/policies.ts';
import { checkRestarts } from './cluster/checks/restarts.ts';
import { checkTry } from './cluster/checks/try.ts';
import { checkUpgrade } from './cluster/checks/upgrade.ts';
import { startApi, startControllers } from './cluster/control-plane.ts';
import { Database } from './cluster/database.ts';
import { importImages, Installation, makeNamespace } from './cluster/installation.ts';
import { Kube } from './cluster/kube.ts';
import { becomeMachine, NODE_NAME } from './cluster/machine.ts';
import { startContainerd, startFirewall, startNode } from './cluster/node.ts';
import { ProgramSet } from './cluster/program-set.ts';
import { Report } from './cluster/report.ts';
import { until } from './cluster/until.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    built: { type: 'boolean' },
    keep: { type: 'boolean' },
    former: { type: 'string' },
    'made-bases': { type: 'boolean' },
    servers: { type: 'string', default: '1' },
    restarts: { type: 'string', default: '20' },
    'kill-minutes': { type: 'string', default: '10' },
  },
});
const { CLUSTER_STATE: state = '', CLUSTER_PROGRAMS: programs = '' } = process.env;
process.env.PATH = [join(state, 'bin'), programs, process.env.PATH].join(delimiter);
chmodSync(state, 0o755);

const report = new Report();
const since = (startedAtMs: number): string => `${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`;
const isWanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);

becomeMachine(state);
const set = new ProgramSet(state);
const kubeconfig = startApi(state, programs, set);
const kube = new Kube(kubeconfig);
const works = async (...args: string[]): Promise<boolean> => (await kube.tell('kubectl', args)).status === 0;
await until('the API server', () => works('get', '--raw', '/readyz'));
await makeNamespace(kube);

if (isWanted('admission')) await report.check('admission', () => checkAdmission(kube, report));
if (positionals.length === 0 || positionals.some((name) => name !== 'admission'))
  await report.check('install', async () => {
    startControllers(state, programs, kubeconfig, set);
    startContainerd(state, set);
    await until('containerd', async () => (await kube.tell('ctr', ['version'])).status === 0);
    startNode(state, programs, kubeconfig, set);
    importImages(state, values.former);
    await until('the node', () =>
      works('wait', `node/${NODE_NAME}`, '--for=condition=Ready', '--timeout=5s'),
    );
    startFirewall(programs, kubeconfig, set);
    const database = await Database.start(state);
    const installedAtMs = performance.now();
    const installation = await Installation.make(kube, database, state, {
      servers: Number(values.servers),
      tag: values.former,
    });
    report.line(
      'install',
      'passed',
      `helm install --wait, ${values.servers} servers of NATS, ${since(installedAtMs)}`,
    );
    const seed = Math.floor(Math.random() * 2 ** 32);
    const checks = {
      upgrade: () => checkUpgrade(installation, values.former, report),
      try: () => checkTry(installation, report),
      policies: () => checkPolicies(installation, report),
      restarts: () => checkRestarts(installation, Number(values.restarts), report),
      kills: () => checkKills(installation, Number(values['kill-minutes']), seed, report),
    };
    for (const [name, run] of Object.entries(checks)) if (isWanted(name)) await report.check(name, run);
    await database.stop();
  });
const status = report.end();
if (values.keep) {
  const first = `$(pgrep --parent "$(pgrep --parent ${process.env.CLUSTER_PARENT})")`;
  console.log(
    `It runs until this process ends. To enter it: KUBECONFIG=${kubeconfig} nsenter --all --target "${first}" bash`,
  );
  await new Promise((told) => process.once('SIGTERM', told).once('SIGINT', told));
}
process.exit(status);
