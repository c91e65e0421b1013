export * from './nats.js';
export * from './photographs/index.js';
