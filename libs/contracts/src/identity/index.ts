export * from './account.contract.js';
export * from './attendance-accounts.contract.js';
export * from './attendance-session.contract.js';
export * from './identity.events.js';
export * from './token-trust.contract.js';
