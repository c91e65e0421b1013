export * from './address-prefix.js';
