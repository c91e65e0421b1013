export * from './photographs.js';
