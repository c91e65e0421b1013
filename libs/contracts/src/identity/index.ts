/* API documents list the contracts in this order. */
export * from './eyetracker-accounts.contract.js';
export * from './techtrack-token.contract.js';
export * from './techtrack-users.contract.js';
export * from './proctorx-accounts.contract.js';
export * from './attendance-session.contract.js';
export * from './attendance-accounts.contract.js';
export * from './api-key.contract.js';
export { apiKeyScopes, formerScopes } from './api-key-scope.js';
export * from './own-account.contract.js';
export * from './linked-account.js';
export * from './account.contract.js';
export * from './claimant.contract.js';
export * from './token-trust.contract.js';
export * from './audit.contract.js';
export * from './audit-log.contract.js';
export * from './identity.events.js';
