import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { promisify } from 'node:util';
import type { Installation } from '../installation.ts';
import { isReady, type Kube, type Pod } from '../kube.ts';
import { API_PORT } from '../control-plane.ts';
import { METADATA_ADDRESS, NODE_ADDRESS, OUTSIDE_ADDRESS } from '../machine.ts';
import type { Report } from '../report.ts';
import { until } from '../until.ts';
import { probeScript, strangerPod } from './probe.ts';

interface Target {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}
/** A pod that tries to connect. */
interface Source {
  readonly name: string;
  /** Of the pod, which reaches itself always. */
  readonly host: string | undefined;
  readonly mayReach: (target: string) => boolean;
  readonly probe: (script: string, targets: string) => Promise<string>;
}

const services = ['attendance', 'auth-gateway', 'calibration', 'equipment', 'identity', 'vision'];
const needed = ['dns', 'database', 'nats 4222'];
const open = ['dns', 'database', 'auth-gateway 8000', 'api', 'outside', 'metadata'];

/** Tries every edge between pods, and to what is around them: what is needed connects, everything else does not. */
export async function checkPolicies(installation: Installation, report: Report): Promise<void> {
  const { kube } = installation;
  const around = await listen([OUTSIDE_ADDRESS, 443], [METADATA_ADDRESS, 80]);
  try {
    const targets = await targetsOf(installation);
    const sources = [...(await servicesOf(kube)), await broker(kube), ...(await strangers(kube))];
    const findings: string[] = [];
    const unreachable = await tried(probeHere, targets);
    for (const name of unreachable.denied)
      findings.push(`${name} does not listen, so nothing is shown of it`);
    let [allowed, denied] = [0, 0];
    for (const { name, host, mayReach, probe } of sources) {
      const others = targets.filter((target) => target.host !== host);
      const { reached } = await tried(probe, others);
      for (const target of others) {
        const [may, does] = [mayReach(target.name), reached.includes(target.name)];
        if (may && does) allowed++;
        else if (!may && !does) denied++;
        else findings.push(`${name} → ${target.name} is ${does ? 'open' : 'closed'}`);
      }
    }
    report.found(
      'network policies',
      findings,
      `${allowed + denied + findings.length} edges of ${sources.length} pods: ${allowed} needed and open, ${denied} closed, ${findings.length} otherwise`,
    );
  } finally {
    for (const server of around) server.close();
  }
}

async function tried(probe: Source['probe'], targets: readonly Target[]) {
  const results = JSON.parse(await probe(probeScript, JSON.stringify(targets))) as Record<string, boolean>;
  const names = targets.map(({ name }) => name);
  return {
    reached: names.filter((name) => results[name] === true),
    denied: names.filter((name) => results[name] !== true),
  };
}

/** From the node itself, which no policy holds: shows that a target listens. */
const probeHere: Source['probe'] = async (script, targets) =>
  (await promisify(execFile)(process.execPath, ['-e', script, targets])).stdout;

async function listen(...places: readonly (readonly [host: string, port: number])[]): Promise<Server[]> {
  return Promise.all(
    places.map(async ([host, port]) => {
      const server = createServer((socket) => socket.destroy()).listen(port, host);
      await once(server, 'listening');
      return server;
    }),
  );
}

async function podOf(kube: Kube, component: string): Promise<Pod> {
  const pod = (await kube.pods(component)).find(isReady);
  if (pod === undefined) throw new Error(`no pod of ${component} is ready`);
  return pod;
}

async function targetsOf({ kube, database }: Installation): Promise<Target[]> {
  const targets: Target[] = [
    { name: 'dns', host: NODE_ADDRESS, port: 53 },
    { name: 'database', host: NODE_ADDRESS, port: database.port },
    { name: 'api', host: NODE_ADDRESS, port: API_PORT },
    { name: 'outside', host: OUTSIDE_ADDRESS, port: 443 },
    { name: 'metadata', host: METADATA_ADDRESS, port: 80 },
  ];
  for (const component of services) {
    const host = (await podOf(kube, component)).status.podIP!;
    targets.push({ name: `${component} 9464`, host, port: 9464 });
    if (component === 'auth-gateway') targets.push({ name: `${component} 8000`, host, port: 8000 });
  }
  const servers = (await kube.pods('nats')).filter(isReady);
  for (const port of [4222, 8222, ...(servers.length > 1 ? [6222] : [])])
    targets.push({ name: `nats ${port}`, host: servers.at(-1)!.status.podIP!, port });
  return targets;
}

const servicesOf = (kube: Kube): Promise<Source[]> =>
  Promise.all(
    services.map(async (component): Promise<Source> => {
      const { metadata, status } = await podOf(kube, component);
      return {
        name: component,
        host: status.podIP,
        mayReach: (target) => needed.includes(target),
        probe: (script, targets) =>
          kube.kubectl(['exec', metadata.name, '--', '/nodejs/bin/node', '-e', script, targets]),
      };
    }),
  );

/** The broker's image has no shell and no Node, so another container joins its pod. */
async function broker(kube: Kube): Promise<Source> {
  const { metadata, status } = await podOf(kube, 'nats');
  const probe: Source['probe'] = async (script, targets) => {
    const { image } = strangerPod('').spec.containers[0]!;
    const container = [
      '--image',
      image,
      '--image-pull-policy',
      'Never',
      '--container',
      'probe',
      '--profile',
      'restricted',
    ];
    await kube.kubectl([
      'debug',
      metadata.name,
      ...container,
      '--',
      '/nodejs/bin/node',
      '-e',
      script,
      targets,
    ]);
    let output = '';
    await until('the probe beside the broker', async () => {
      output = await kube.kubectl(['logs', metadata.name, '--container', 'probe']).catch(() => '');
      return output.includes('}');
    });
    return output;
  };
  return {
    name: 'nats',
    host: status.podIP,
    mayReach: (target) => ['dns', 'nats 6222'].includes(target),
    probe,
  };
}

/** Pods that are not of the platform: beside it, in another namespace, and in the one that monitors. */
const strangers = (kube: Kube): Promise<Source[]> =>
  Promise.all(
    [kube.namespace, 'elsewhere', 'monitoring'].map(async (namespace): Promise<Source> => {
      if (namespace !== kube.namespace)
        await kube.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      const pod = strangerPod(namespace);
      await kube.apply(pod);
      const inside = ['--namespace', namespace];
      await kube.kubectl(['wait', 'pod/stranger', ...inside, '--for=condition=Ready', '--timeout=2m']);
      return {
        name: `a stranger in ${namespace}`,
        host: undefined,
        mayReach: (target) =>
          open.includes(target) || (namespace === 'monitoring' && target.endsWith(' 9464')),
        probe: (script, targets) =>
          kube.kubectl(['exec', 'stranger', ...inside, '--', '/nodejs/bin/node', '-e', script, targets]),
      };
    }),
  );
