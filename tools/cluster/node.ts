import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { images } from './images.mjs';
import { NODE_ADDRESS, NODE_NAME, POD_RANGE, SERVICE_RANGE } from './machine.ts';
import type { ProgramSet } from './program-set.ts';

const SOCKET = '/run/containerd/containerd.sock';

/** Starts containerd, which runs containers. */
export function startContainerd(state: string, set: ProgramSet): void {
  const networks = join(state, 'networks');
  mkdirSync(networks);
  const bridge = {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [
      {
        type: 'bridge',
        bridge: 'pods',
        isGateway: true,
        ipMasq: false,
        hairpinMode: true,
        ipam: { type: 'host-local', ranges: [[{ subnet: POD_RANGE }]], routes: [{ dst: '0.0.0.0/0' }] },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
  writeFileSync(join(networks, '10-pods.conflist'), JSON.stringify(bridge));
  const config = join(state, 'containerd.toml');
  writeFileSync(
    config,
    `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${images.pause}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${networks}"
`,
  );
  set.start('containerd', 'containerd', ['--config', config]);
}

/** Starts what makes this machine a node of the cluster, with Services and DNS. */
export function startNode(state: string, programs: string, kubeconfig: string, set: ProgramSet): void {
  const config = join(state, 'kubelet.yaml');
  const settings = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${basename(state)}`,
    clusterDNS: [NODE_ADDRESS],
    clusterDomain: 'cluster.local',
    containerRuntimeEndpoint: `unix://${SOCKET}`,
    enforceNodeAllocatable: [],
    /* Machines with control groups of the first version, and those that may not lower the score of a process, are nodes too. */
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    makeIPTablesUtilChains: false,
    oomScoreAdj: 0,
    resolvConf: '',
    /* Several engineers' machines are small; a test is no place for evictions. */
    evictionHard: { 'memory.available': '100Mi' },
    imageGCHighThresholdPercent: 100,
  };
  writeFileSync(config, JSON.stringify(settings));
  set.start('kubelet', join(programs, 'kubelet'), [
    `--config=${config}`,
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${NODE_NAME}`,
    `--node-ip=${NODE_ADDRESS}`,
  ]);
  set.start('kube-proxy', join(programs, 'kube-proxy'), [
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${NODE_NAME}`,
    `--cluster-cidr=${POD_RANGE}`,
    '--proxy-mode=iptables',
    '--conntrack-max-per-core=0',
    '--conntrack-tcp-timeout-established=0',
    '--conntrack-tcp-timeout-close-wait=0',
  ]);
  const names = join(state, 'Corefile');
  const zone = `kubernetes cluster.local {\n    kubeconfig ${kubeconfig} test\n    pods insecure\n  }`;
  writeFileSync(names, `.:53 {\n  bind ${NODE_ADDRESS}\n  errors\n  ${zone}\n}\n`);
  set.start('coredns', join(programs, 'coredns'), ['-conf', names]);
}

/** Starts what enforces network policies. The node must be known to the API. */
export function startFirewall(programs: string, kubeconfig: string, set: ProgramSet): void {
  set.start('kube-router', join(programs, 'kube-router'), [
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${NODE_NAME}`,
    '--run-firewall=true',
    '--run-router=false',
    '--run-service-proxy=false',
    '--health-port=0',
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
  ]);
}
