/*
 * npm run test:cluster: installs the chart on a real Kubernetes node and tries it there: helm test, admission, network policies, restarts under
 * load, pods killed. The node with all its programs, containers and networks lives in namespaces of its own, which end with this process. It
 * needs Linux, root, Go, and Debian for what it installs: containerd, runc, CNI plugins, ipset, buildah.
 *   npm run test:cluster                       everything
 *   npm run test:cluster -- install policies   the checks named: admission, install, try, policies, restarts, upgrade, kills
 *   --built                                    takes the images of the run before
 *   --made-bases                               makes the base images from packages, where no registry can be reached
 *   --keep                                     stays until told to end, and says how to enter
 *   --former <tag>                             installs argus/services:<tag> and argus/vision:<tag> first, built from a former version
 *   --servers 3                                servers of the chart's NATS; default 1
 *   --restarts 20, --kill-minutes 10           the size of the longest checks
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildImages } from './cluster/images.mjs';
import { kubernetesPrograms } from './cluster/programs.mjs';
import { prepare } from './prepare.mjs';
import { bringProgram } from './programs.mjs';
import { installDebianPackage } from './programs/debian-package.mjs';
import { wordsOf } from './words.mjs';

const { values, positionals } = wordsOf(import.meta.url, {
  options: {
    built: { type: 'boolean' },
    keep: { type: 'boolean' },
    former: { type: 'string' },
    'made-bases': { type: 'boolean' },
    servers: { type: 'string' },
    restarts: { type: 'string' },
    'kill-minutes': { type: 'string' },
  },
  names: ['admission', 'install', 'try', 'policies', 'restarts', 'upgrade', 'kills'],
});
if (process.platform !== 'linux' || process.getuid() !== 0) {
  console.error('not run: a Kubernetes node needs Linux and root.');
  process.exit(2);
}

/** Packages of Debian by a program of each. */
const packages = {
  containerd: 'containerd',
  runc: 'runc',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  conntrack: 'conntrack',
  iptables: 'iptables',
  ipset: 'ipset',
  buildah: 'buildah',
  ...(values['made-bases'] && { mmdebstrap: 'mmdebstrap' }),
};
for (const [program, name] of Object.entries(packages))
  if (spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status !== 0)
    installDebianPackage(name);

/* Control groups are the one thing that no namespace takes along. Their first version has a hierarchy for each controller. */
const groups = '/sys/fs/cgroup';
const hierarchies = existsSync(join(groups, 'cgroup.controllers'))
  ? [groups]
  : readdirSync(groups, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(groups, name));
function removeGroup(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeGroup(join(folder, entry.name));
  rmdirSync(folder);
}

const root = await prepare('npm run test:cluster', { besideOthers: true });
const programs = kubernetesPrograms();
const isInstalled = positionals.length === 0 || positionals.some((name) => name !== 'admission');
if (isInstalled && !values.built) await buildImages(root, programs, values['made-bases']);

const tools = Object.fromEntries(['helm', 'kubectl'].map((name) => [name, bringProgram(name)]));
if (Object.values(tools).includes(undefined)) {
  console.error('not run: it needs helm and kubectl.');
  process.exit(2);
}
const state = mkdtempSync(join(tmpdir(), 'argus-cluster-'));
mkdirSync(join(state, 'bin'));
for (const [name, path] of Object.entries(tools)) symlinkSync(path, join(state, 'bin', name));
const group = basename(state);
for (const hierarchy of hierarchies) mkdirSync(join(hierarchy, group));
const inside = spawnSync(
  'unshare',
  [
    ...['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
    /* The first process of the namespace collects those that lost their parents. */
    ...['bash', '-c', '"$@"; exit $?', 'bash'],
    ...[join(root, 'node_modules/.bin/node'), join(root, 'tools/cluster.ts'), ...process.argv.slice(2)],
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      CLUSTER_STATE: state,
      CLUSTER_PROGRAMS: programs,
      CLUSTER_PARENT: String(process.pid),
    },
  },
);
for (const hierarchy of hierarchies) removeGroup(join(hierarchy, group));
rmSync(state, { recursive: true, force: true });
process.exit(inside.status ?? 1);
