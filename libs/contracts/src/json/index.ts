export * from './json-body.js';
export * from './read-json.js';
