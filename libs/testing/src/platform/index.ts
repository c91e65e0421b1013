export * from './bus-keys.js';
export * from './installation.js';
export * from './installed-process.js';
export * from './launched-process.js';
export * from './platform.js';
export * from './shared-platform.js';
export * from './signing-key.js';
