export * from './attendance.contract.js';
export * from './attendance.events.js';
export * from './face.contract.js';
