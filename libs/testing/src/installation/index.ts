export * from './bus-keys.js';
export * from './installation.js';
export * from './installed-process.js';
export * from './signing-key.js';
