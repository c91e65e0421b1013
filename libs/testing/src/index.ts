export * from './browser/index.js';
export * from './generated/index.js';
export * from './http/index.js';
export * from './nats.js';
export * from './photographs/index.js';
export * from './platform/index.js';
export * from './postgres/index.js';
export * from './services/index.js';
