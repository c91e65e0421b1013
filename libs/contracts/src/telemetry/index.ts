export * from './fixation.contract.js';
export * from './flight.contract.js';
export * from './recording.contract.js';
export * from './scan.contract.js';
