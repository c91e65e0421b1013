export * from './random.js';
export * from './synthetic-viewer.js';
