export * from './alert.contract.js';
export * from './equipment.contract.js';
export * from './reading.contract.js';
export * from './root.contract.js';
