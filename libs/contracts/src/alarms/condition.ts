export const comparisons = ['>', '>=', '<', '<='] as const;
export type Comparison = (typeof comparisons)[number];

/** A signal against a limit. Once true it stays so until the signal is back by the deadband. */
export interface Compare {
  readonly type: 'compare';
  readonly signal: string;
  readonly op: Comparison;
  readonly value: number;
  readonly deadband?: number;
}

/** Signal inside (or outside) of a closed range; the deadband works as with `compare`. */
export interface Band {
  readonly type: 'band';
  readonly signal: string;
  readonly low: number;
  readonly high: number;
  readonly is: 'inside' | 'outside';
  readonly deadband?: number;
}

/** Change per second over the last `over_s` seconds; false until samples span half of them. */
export interface RateOfChange {
  readonly type: 'rate_of_change';
  readonly signal: string;
  readonly op: Comparison;
  readonly per_second: number;
  readonly over_s: number;
  readonly deadband?: number;
}

/** No sample for that long; counts from the first sample. */
export interface Stale {
  readonly type: 'stale';
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

/** At least `count` of the conditions. */
export interface AtLeast {
  readonly type: 'at_least';
  readonly count: number;
  readonly of: readonly Condition[];
}

/** The condition has been true without a break for that long. */
export interface For {
  readonly type: 'for';
  readonly duration_s: number;
  readonly of: Condition;
}

/** The condition became true `times` times within the window. */
export interface Repeated {
  readonly type: 'repeated';
  readonly times: number;
  readonly within_s: number;
  readonly of: Condition;
}

/** A tree over the numeric signals of a source: what a rule watches for. */
export type Condition = Compare | Band | RateOfChange | Stale | Every | Not | AtLeast | For | Repeated;

/** How large a tree may be; this keeps evaluating it cheap. */
export const conditionBounds = {
  depth: 12,
  nodes: 64,
  branches: 16,
  times: 50,
  /** A week. */
  seconds: 604_800,
} as const;
