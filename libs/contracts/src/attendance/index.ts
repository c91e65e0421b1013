/* API documents list the contracts in this order. */
export * from './liveness.contract.js';
export * from './decision-record.js';
export * from './face.contract.js';
export * from './face-template.contract.js';
export * from './conflict.contract.js';
export * from './face-twins.contract.js';
export * from './evaluation.contract.js';
export * from './attendance.contract.js';
export * from './camera.contract.js';
export * from './badge.contract.js';
export * from './pin.contract.js';
export * from './presence.contract.js';
export * from './report.contract.js';
export * from './mobile.contract.js';
export * from './webhook.contract.js';
export * from './attendance.events.js';
export * from './act.events.js';
