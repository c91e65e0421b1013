export * from './platform.js';
export * from './shared-platform.js';
