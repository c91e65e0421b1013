export * from './field.js';
export * from './issue.js';
export * from './parse.js';
export * from './schema.js';
export * from './types.js';
