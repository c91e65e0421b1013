export { type ReplicaOptions, ServiceReplica } from './service-replica.js';
export { Site } from './site.js';
