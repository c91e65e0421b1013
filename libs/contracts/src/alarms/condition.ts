export const comparisons = ['>', '>=', '<', '<='] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * Compares a signal with a limit. Once true, it stays true until the signal is back by the deadband. Limit and deadband are in
 * `unit`, by default the signal's own.
 */
export interface Compare {
  readonly type: 'compare';
  readonly signal: string;
  readonly op: Comparison;
  readonly value: number;
  readonly deadband?: number;
  readonly unit?: string;
}

/** True while the signal is inside (or outside) a closed range. The deadband works as in `compare`. */
export interface Band {
  readonly type: 'band';
  readonly signal: string;
  readonly low: number;
  readonly high: number;
  readonly is: 'inside' | 'outside';
  readonly deadband?: number;
  readonly unit?: string;
}

/** Compares the change per second over the last `over_s` seconds. False until values span half of that time. */
export interface RateOfChange {
  readonly type: 'rate_of_change';
  readonly signal: string;
  readonly op: Comparison;
  readonly per_second: number;
  readonly over_s: number;
  readonly deadband?: number;
  readonly unit?: string;
}

/** True after `after_s` seconds without a sample, or without a value of `signal`, counted from the first one on. */
export interface Stale {
  readonly type: 'stale';
  readonly signal?: string;
  readonly after_s: number;
}

export interface Every {
  readonly type: 'and' | 'or';
  readonly of: readonly Condition[];
}

export interface Not {
  readonly type: 'not';
  readonly of: Condition;
}

/** True while at least `count` of the conditions are true. */
export interface AtLeast {
  readonly type: 'at_least';
  readonly count: number;
  readonly of: readonly Condition[];
}

/** True once the condition has been true for `duration_s` seconds without a break. */
export interface For {
  readonly type: 'for';
  readonly duration_s: number;
  readonly of: Condition;
}

/** True once the condition has become true `times` times within `within_s` seconds. */
export interface Repeated {
  readonly type: 'repeated';
  readonly times: number;
  readonly within_s: number;
  readonly of: Condition;
}

/**
 * A tree of comparisons over numeric signals: what a rule watches for. A sample may lack a signal; its last known value then
 * holds. Conditions over a signal that was never measured are false.
 */
export type Condition = Compare | Band | RateOfChange | Stale | Every | Not | AtLeast | For | Repeated;

/** Code points of the name of a unit. */
export const MAX_UNIT_LENGTH = 20;

/** Limits on the size of a tree, so that evaluating it stays cheap. */
export const conditionBounds = {
  depth: 12,
  nodes: 64,
  branches: 16,
  times: 50,
  /** A week. */
  seconds: 604_800,
} as const;
