export type { Bus, EventHandler, Message, RequestHandler } from './bus.js';
export type { BusObserver, DeadLetter } from './bus-observer.js';
export { decode, encode } from './codec.js';
export type { DeliveryPolicy } from './delivery-policy.js';
export {
  consumeEvent,
  type Delivery,
  followEvent,
  type PayloadHandler,
  publishEncoded,
  publishEvent,
  type PublishOptions,
} from './events/events.js';
export { InProcessBus } from './in-process/in-process-bus.js';
export { AnonymousBroker, type BrokerOptions } from './nats/connect-to-broker.js';
export { type AdmittedConnection, BrokerConnections } from './nats/broker-connections.js';
export type { ConnectRequest } from './nats/connect-request.js';
export { type Admission, GATE_SUBJECT, type GateWork, type Judge } from './nats/connection-gate.js';
export {
  type Grants,
  type KeeperTraffic,
  type ServiceTraffic,
  grantsOf,
  keeperGrants,
  systemGrants,
} from './nats/grants.js';
export { KeeperServer, type KeeperOptions } from './nats/keeper-server.js';
export { calleeOf, KEEPER } from './nats/subjects.js';
export type { EventStreamOptions } from './nats/stream-keeper.js';
export { NatsBus, type NatsBusOptions } from './nats/nats-bus.js';
export {
  type DeviceMessage,
  DeviceStream,
  type DeviceStreamOptions,
  type Verdict,
} from './nats/device-stream.js';
export { currentContext, newContext, runInContext } from './rpc/call-context.js';
export type { CallObserver } from './rpc/call-observer.js';
export { eventHeadersOf } from './rpc/context-headers.js';
export { RpcClient } from './rpc/rpc-client.js';
export {
  type CallGuard,
  type OperationHandler,
  type ReceivedCall,
  serveContract,
  serveOperation,
} from './rpc/serve-contract.js';
export { openSpan } from './rpc/trace.js';
export { BUS_KEY_BYTES, type BusKeys, busKeysOf, type CallGraph } from './sealed/bus-keys.js';
export { NOT_PROVEN, SealedBus } from './sealed/sealed-bus.js';
