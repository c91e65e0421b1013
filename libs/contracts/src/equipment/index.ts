export * from './alert.contract.js';
export * from './condition.js';
export * from './condition-field.js';
export * from './equipment.contract.js';
export * from './reading.contract.js';
export * from './root.contract.js';
export * from './rule-definition.js';
export * from './units.js';
