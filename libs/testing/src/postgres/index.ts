export { readErasures, replayErasures } from '@argus/embedded';
export * from './create-database.js';
export * from './login-of.js';
export * from './round-trips.js';
export * from './test-schemas.js';
