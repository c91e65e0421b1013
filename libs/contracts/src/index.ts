export * from './attendance/index.js';
export * from './catalogue.js';
export * from './contract/index.js';
export * from './equipment/index.js';
export * from './fields/index.js';
export * from './identity/index.js';
export * from './instant.js';
export * from './vision/index.js';
