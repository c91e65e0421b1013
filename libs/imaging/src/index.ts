export * from './data-url.js';
export * from './decode-upright.js';
export * from './inspect-image.js';
