export * from './accessibility.js';
export * from './launch-browser.js';
export * from './moving-eyes.js';
export * from './staged-camera.js';
