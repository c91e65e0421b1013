import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Address of the node. A kubelet refuses one of loopback. */
export const NODE_ADDRESS = '10.200.0.1';
export const NODE_NAME = 'argus-node';
/** Addresses that stand for the world outside and for a cloud's metadata. */
export const OUTSIDE_ADDRESS = '203.0.113.1';
export const METADATA_ADDRESS = '169.254.169.254';
export const POD_RANGE = '10.244.0.0/16';
export const SERVICE_RANGE = '10.96.0.0/16';

/** Folders that programs know by fixed paths. In this mount namespace they are those of the run. */
const fixed = [
  '/run/containerd',
  '/run/netns',
  '/var/lib/cni',
  '/var/lib/containerd',
  '/var/lib/kubelet',
  '/var/log/containers',
  '/var/log/pods',
];

const run = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};

/** Makes this process's namespaces a machine with an address and nothing of the machine around it. */
export function becomeMachine(state: string): void {
  for (const folder of fixed) {
    const own = join(state, 'fixed', folder);
    mkdirSync(own, { recursive: true });
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
    run('mount', '--bind', own, folder);
  }
  run('ip', 'link', 'set', 'lo', 'up');
  run('ip', 'link', 'add', 'node', 'type', 'veth', 'peer', 'name', 'world');
  run('ip', 'address', 'add', `${NODE_ADDRESS}/24`, 'dev', 'node');
  run('ip', 'link', 'set', 'node', 'up');
  run('ip', 'link', 'set', 'world', 'up');
  for (const address of [OUTSIDE_ADDRESS, METADATA_ADDRESS])
    run('ip', 'address', 'add', `${address}/32`, 'dev', 'lo');
  run('ip', 'route', 'add', 'default', 'dev', 'node');
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
  /* Policies and Services are rules that packets between pods of one bridge must pass too. */
  const bridged = '/proc/sys/net/bridge/bridge-nf-call-iptables';
  if (!existsSync(bridged)) run('modprobe', 'br_netfilter');
  writeFileSync(bridged, '1');
}

/** Gives an address a name that this process and its children know. */
export function nameAddress(state: string, address: string, name: string): void {
  const own = join(state, 'hosts');
  copyFileSync('/etc/hosts', own);
  appendFileSync(own, `${address} ${name}\n`);
  run('mount', '--bind', own, '/etc/hosts');
}
