export * from './error-rate.js';
export * from './gallery.contract.js';
export * from './accuracy.contract.js';
export * from './gaze.contract.js';
export * from './gaze-measurement.contract.js';
export * from './liveness.contract.js';
export * from './recognition.contract.js';
export * from './vision.events.js';
