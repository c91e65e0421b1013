export * from './accessibility.js';
export * from './fake-camera.js';
export * from './launch-browser.js';
export * from './moving-eyes.js';
