export { compileCondition, type CompiledCondition, signalsIn } from './conditions/compile-condition.js';
export * from './conditions/decimal.js';
export * from './conditions/limit-units.js';
export { emptyMoment, type Moment } from './conditions/moment.js';
export * from './evaluation/breach.js';
export * from './evaluation/evaluate.js';
export * from './evaluation/program.js';
export {
  copyOf,
  follows,
  knownSamples,
  lastSampleAt,
  reachedBy,
  type SourceState,
} from './evaluation/source-state.js';
export * from './figures/alarm-figures.js';
export type { OpenBreach, Transition, TransitionKind } from './rules/compile-rule.js';
export * from './rules/feasibility.js';
export * from './rules/rule.js';
export * from './rules/rule-memory.js';
export * from './samples/admission.js';
export * from './samples/sample.js';
export * from './states/alarm-draft.js';
export * from './states/alarm-drafts.js';
export * from './states/alarm-state.js';
