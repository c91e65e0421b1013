export * from './living-series.js';
export * from './photographs.js';
export * from './turning-face.js';
