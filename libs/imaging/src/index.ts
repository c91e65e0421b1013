export * from './decode-upright.js';
export * from './inspect-image.js';
export * from './measure-picture.js';
