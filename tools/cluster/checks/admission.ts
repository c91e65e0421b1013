import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHART } from '../installation.ts';
import type { Kube } from '../kube.ts';
import type { Report } from '../report.ts';

/** Another release than the one that is installed afterwards. */
const RELEASE = 'admission';

/** Kinds that other projects bring. */
const foreign = /^apiVersion: (monitoring\.coreos\.com|gateway\.networking\.k8s\.io)\//m;

const warningsIn = (stderr: string): string[] =>
  stderr.split('\n').filter((line) => line.startsWith('Warning:'));

/** The API server looks at every object of every ci values file, in a namespace of restricted pods, and stores none. */
export async function checkAdmission(kube: Kube, report: Report): Promise<void> {
  await provesItself(kube);
  /* A bare pod is admitted only beside its account. */
  const account = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: `${RELEASE}-argus`, namespace: kube.namespace },
  };
  await kube.apply(account);
  for (const file of readdirSync(join(CHART, 'ci'))) {
    const values = ['--values', join(CHART, 'ci', file)];
    const rendered = await kube.helm(['template', RELEASE, CHART, ...values]);
    const objects = rendered.split(/^---$/m).filter((object) => /^kind:/m.test(object));
    const own = objects.filter((object) => !foreign.test(object));
    const { status, stdout, stderr } = await apply(kube, own.join('\n---\n'));
    const findings = status === 0 ? warningsIn(stderr) : stderr.trim().split('\n');
    const left = objects.length - own.length;
    report.found(
      `admission ${file}`,
      findings,
      `${stdout.trim().split('\n').length} objects taken, ${warningsIn(stderr).length} warnings` +
        (left > 0 ? `, ${left} of other projects left out` : ''),
    );
  }
}

const apply = (kube: Kube, objects: string) =>
  kube.tell(
    'kubectl',
    ['--namespace', kube.namespace, 'apply', '--dry-run=server', '--filename', '-'],
    objects,
  );

/** Throws when the server takes a pod on the node's network without a word. */
async function provesItself(kube: Kube): Promise<void> {
  const template = {
    metadata: { labels: { app: 'bad' } },
    spec: { hostNetwork: true, containers: [{ name: 'bad', image: 'bad' }] },
  };
  const spec = { selector: { matchLabels: { app: 'bad' } }, template };
  const bad = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'bad' }, spec };
  const { stderr } = await apply(kube, JSON.stringify(bad));
  if (!stderr.includes('would violate PodSecurity'))
    throw new Error(`the API server does not warn of a pod on the node's network: ${stderr}`);
}
