export * from './arbitrary-rules.js';
