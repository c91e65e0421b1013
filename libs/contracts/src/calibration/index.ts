/* API documents list the contracts in this order. */
export * from './session.contract.js';
export * from './screen.contract.js';
export * from './frame.contract.js';
export * from './calibration.contract.js';
export * from './candidate.contract.js';
export * from './quality.contract.js';
