export * from './fixation.contract.js';
export * from './flight.contract.js';
export * from './flight-marker.contract.js';
export * from './flight-share.contract.js';
export * from './recording.contract.js';
export * from './scan.contract.js';
