export * from './json-body.js';
export * from './json-bounds.js';
export * from './read-json.js';
