export * from './alarm-event-action.js';
export * from './alarm-state.js';
export * from './condition.js';
export * from './condition-field.js';
export * from './severity.js';
