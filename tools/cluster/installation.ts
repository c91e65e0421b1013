import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { images } from './images.mjs';
import type { Kube } from './kube.ts';
import { nameAddress, NODE_ADDRESS, NODE_NAME } from './machine.ts';

export const RELEASE = 'argus';
export const CHART = 'k8s/argus';
export const MAX_WAIT = '10m';
const USER = 65532;

/** Puts the images where containerd finds them, with those of a former version if its tag is given. */
export function importImages(state: string, former: string | undefined): void {
  const ofFormer =
    former === undefined ? [] : [images.services, images.vision].map((image) => tagged(image, former));
  for (const image of [...Object.values(images), ...ofFormer]) {
    const archive = join(state, 'image.tar');
    execFileSync('buildah', ['push', '--quiet', image, `docker-archive:${archive}:${image}`], {
      stdio: 'inherit',
    });
    execFileSync('ctr', ['--namespace', 'k8s.io', 'images', 'import', archive], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    rmSync(archive);
  }
}

const tagged = (image: string, tag: string): string => image.replace(/:[^:]*$/, `:${tag}`);

/** Makes the namespace, in which only restricted pods run. */
export async function makeNamespace(kube: Kube): Promise<void> {
  const label = (word: string): [string, string] => [`pod-security.kubernetes.io/${word}`, 'restricted'];
  await kube.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: kube.namespace, labels: Object.fromEntries([label('enforce'), label('warn')]) },
  });
}

/** Makes a volume for each server of the broker, which a cluster's storage would make. */
async function makeVolumes(kube: Kube, state: string, servers: number): Promise<void> {
  for (let server = 0; server < servers; server++) {
    const path = join(state, 'volumes', `nats-${server}`);
    mkdirSync(path, { recursive: true });
    chownSync(path, USER, USER);
    await kube.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `nats-${server}` },
      spec: {
        capacity: { storage: '10Gi' },
        accessModes: ['ReadWriteOnce'],
        local: { path },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [NODE_NAME] }] },
            ],
          },
        },
      },
    });
  }
}

/** Writes the file of values with which the chart is installed here. */
function writeValues(state: string, { port }: Database, servers: number): string {
  const onNode = [{ ipBlock: { cidr: `${NODE_ADDRESS}/32` } }];
  const file = join(state, 'values.json');
  writeFileSync(
    file,
    JSON.stringify({
      image: { registry: 'localhost', tag: 'cluster' },
      nats: { enabled: true, servers, image: { tag: 'cluster' } },
      networkPolicy: { dns: { to: onNode }, database: { to: onNode, ports: [port] } },
      /* The whole platform shares the processors of one small machine. */
      defaults: { resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '512Mi' } } },
      services: {
        vision: {
          replicas: 1,
          resources: { requests: { cpu: '100m', memory: '550Mi' }, limits: { memory: '550Mi' } },
        },
      },
      /* The load is one client's; limits are tested elsewhere. */
      settings: { RATE_LIMIT_FACTOR: 100_000 },
    }),
  );
  return file;
}

/** Returns the Secrets that `npm run keys -- cluster` makes for this database. */
function secretsFor(state: string, { url }: Database): object {
  const file = join(state, 'secrets.json');
  execFileSync(
    'node_modules/.bin/node',
    ['apps/platform/dist/main-operator.js', 'keys', 'cluster', file, RELEASE],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DATABASE_URL: url, DATA_DIR: join(state, 'data') },
    },
  );
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

/** What was installed. */
export class Installation {
  readonly kube: Kube;
  readonly database: Database;
  readonly admin: { readonly email: string; readonly password: string };
  /** Address of the gateway's Service, which only this machine knows. */
  readonly url: string;
  readonly values: string;

  private constructor(
    kube: Kube,
    database: Database,
    admin: Installation['admin'],
    url: string,
    values: string,
  ) {
    this.kube = kube;
    this.database = database;
    this.admin = admin;
    this.url = url;
    this.values = values;
  }

  /** Installs the chart as its page says. Resolves when helm says that everything is ready. */
  static async make(
    kube: Kube,
    database: Database,
    state: string,
    { servers, tag }: { readonly servers: number; readonly tag: string | undefined },
  ): Promise<Installation> {
    const secrets = secretsFor(state, database);
    await kube.kubectl(['apply', '--filename', '-'], JSON.stringify(secrets));
    await makeVolumes(kube, state, servers);
    const values = writeValues(state, database, servers);
    try {
      const image = tag === undefined ? [] : ['--set', `image.tag=${tag}`];
      await kube.helm([
        'install',
        RELEASE,
        CHART,
        '--values',
        values,
        ...image,
        '--wait',
        '--timeout',
        MAX_WAIT,
      ]);
    } catch (error) {
      console.error(await kube.kubectl(['get', 'pods', '--output', 'wide']));
      console.error(await kube.kubectl(['get', 'events', '--sort-by', '.lastTimestamp']));
      throw error;
    }
    const service = await kube.json<{ spec: { clusterIP: string } }>(['get', 'service', RELEASE]);
    const identity = await kube.json<{ data: Record<string, string> }>([
      'get',
      'secret',
      `${RELEASE}-identity`,
    ]);
    const password = Buffer.from(identity.data['admin-password'] ?? '', 'base64').toString();
    const admin = { email: 'admin@argus.local', password };
    /* The gateway answers only to names that it knows. */
    const host = `${RELEASE}.${kube.namespace}.svc`;
    nameAddress(state, service.spec.clusterIP, host);
    return new Installation(kube, database, admin, `http://${host}`, values);
  }
}
