export { type Network, networkOf, verdictOn } from './address-verdict.js';
export { type Destination, destinationOf } from './destination.js';
export * from './outgoing-client.js';
export { type FailureKind, failureKinds, OutgoingFailed } from './outgoing-failed.js';
export { openSocket } from './outgoing-socket.js';
export type { FoundAddress } from './find-addresses.js';
export { type Lookup, OutgoingPolicy } from './outgoing-policy.js';
export * from './outgoing-refused.js';
export * from './listed-networks.js';
