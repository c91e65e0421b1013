export * from './archives/index.js';
export { checkFolder, checkSize } from './check-size.js';
export { hangIn, type Hanging } from './hang-in.js';
export * from './http/index.js';
export * from './nats.js';
export * from './platform/index.js';
export { randomNumbers, shuffled } from './random-numbers.js';
export * from './traces/index.js';
