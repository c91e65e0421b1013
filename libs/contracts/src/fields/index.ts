export * from './field.js';
export * from '../errors/issue.js';
export { listClass } from './list-class.js';
export * from './parse.js';
export * from './partial.js';
export * from './schema.js';
export * from './types.js';
export { secretFieldsOf } from './secret.js';
