export * from './launched-process.js';
export * from './platform.js';
export * from './shared-platform.js';
