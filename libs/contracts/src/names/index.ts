export * from './account-reference.js';
export * from './name-fields.js';
export * from './text-fold.js';
export * from './name-looks.js';
export * from './name-problem.js';
