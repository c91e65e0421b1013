export * from './fixation.contract.js';
