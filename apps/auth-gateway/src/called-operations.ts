import {
  type AnyOperation,
  apiKeyTrustContract,
  auditContract,
  claimantContract,
  contracts,
  tokenTrustContract,
  trafficContract,
} from '@argus/contracts';

const { keys, revocations } = tokenTrustContract.operations;

/** Everything that has a route, except what the gateway answers itself; and what it asks of identity for its own use. */
export const calledOperations: readonly AnyOperation[] = [
  ...contracts
    .flatMap(({ operations }) => Object.values(operations))
    .filter(({ http }) => http !== undefined && http.links === undefined),
  keys,
  revocations,
  apiKeyTrustContract.operations.identify,
  auditContract.operations.note,
  claimantContract.operations.find,
  trafficContract.operations.note,
];
