export { freePort } from './free-port.js';
export { LoopbackCluster } from './loopback-cluster.js';
export { ServerProcess } from './server-process.js';
