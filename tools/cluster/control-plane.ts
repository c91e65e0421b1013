import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ADDRESS, SERVICE_RANGE } from './machine.ts';
import type { ProgramSet } from './program-set.ts';

const ETCD = 'http://127.0.0.1:2379';
export const API_PORT = 6443;

const folderIn = (state: string): string => join(state, 'control-plane');
const certificatesIn = (state: string): string => join(folderIn(state), 'certificates');
const signerIn = (state: string): string => join(folderIn(state), 'accounts.key');

/** Starts etcd and the API server. Returns the file with which to reach the API, as an administrator. */
export function startApi(state: string, programs: string, set: ProgramSet): string {
  const folder = folderIn(state);
  const certificates = certificatesIn(state);
  mkdirSync(certificates, { recursive: true });
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const [verifies, signs] = [file('accounts.pub', publicKey), file('accounts.key', privateKey)];
  const token = randomBytes(24).toString('hex');
  const tokens = file('tokens.csv', `${token},admin,admin,system:masters\n`);
  const kubeconfig = file('kubeconfig', kubeconfigWith(token));

  set.start('etcd', join(programs, 'etcd'), [
    ...['--data-dir', join(folder, 'etcd'), '--listen-client-urls', ETCD, '--advertise-client-urls', ETCD],
    ...['--listen-peer-urls', 'http://127.0.0.1:2380', '--log-level', 'warn'],
  ]);
  set.start('kube-apiserver', join(programs, 'kube-apiserver'), [
    `--etcd-servers=${ETCD}`,
    `--bind-address=${NODE_ADDRESS}`,
    `--advertise-address=${NODE_ADDRESS}`,
    `--secure-port=${API_PORT}`,
    `--cert-dir=${certificates}`,
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${verifies}`,
    `--service-account-signing-key-file=${signs}`,
    `--token-auth-file=${tokens}`,
    '--authorization-mode=RBAC',
    '--kubelet-preferred-address-types=InternalIP',
    '--allow-privileged=false',
  ]);
  return kubeconfig;
}

/** Starts the controllers and the scheduler. The API must answer: they do not wait for it long. */
export function startControllers(state: string, programs: string, kubeconfig: string, set: ProgramSet): void {
  const asController = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--bind-address=127.0.0.1'];
  set.start('kube-controller-manager', join(programs, 'kube-controller-manager'), [
    ...asController,
    `--service-account-private-key-file=${signerIn(state)}`,
    '--use-service-account-credentials',
    `--root-ca-file=${join(certificatesIn(state), 'apiserver.crt')}`,
  ]);
  set.start('kube-scheduler', join(programs, 'kube-scheduler'), asController);
}

const kubeconfigWith = (token: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    clusters: [
      {
        name: 'test',
        cluster: { server: `https://${NODE_ADDRESS}:${API_PORT}`, 'insecure-skip-tls-verify': true },
      },
    ],
    users: [{ name: 'admin', user: { token } }],
  });
