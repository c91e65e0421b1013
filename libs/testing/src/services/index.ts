export { type Fake, fake } from './fake.js';
export { type ReplicaOptions, ServiceReplica } from './service-replica.js';
export { type Place, Site } from './site.js';
