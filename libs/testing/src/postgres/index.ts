export * from './create-database.js';
export * from './login-of.js';
