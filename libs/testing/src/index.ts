export * from './postgres/index.js';
export * from './nats.js';
export * from './photographs/index.js';
