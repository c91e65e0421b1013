export * from './access.js';
export * from './context.js';
export * from './errors.js';
export * from './event.js';
export * from './operation.js';
export * from './page.js';
export * from './raw-body.js';
export * from './scope.js';
