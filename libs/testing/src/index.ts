export * from './photographs/index.js';
