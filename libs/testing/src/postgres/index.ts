export * from './create-database.js';
