import type { StopLoss } from '@argus/contracts';
import { difference, intersection, lengthMs, type Span } from '../spans/span.js';
import type { MeasuredState } from './running-state.store.js';
import type { ExplainedSpan } from '../stops/stop-explanation.store.js';

/** Planned time in which a machine stood still, or of which nothing is known. */
export interface Stop extends Span {
  readonly state: 'stopped' | 'unknown';
  /** Null for unknown time without an explanation. */
  readonly loss: StopLoss | null;
  readonly explained: ExplainedSpan | undefined;
}

/** Planned time, divided into running and stops. */
export interface ShiftCourse {
  readonly running: readonly Span[];
  readonly stops: readonly Stop[];
}

/**
 * Time that was measured as running stays running, regardless of explanations. Stopped and unknown time has the loss of its
 * explanation. A stop without one is judged by its whole length: short ones are minor stops, others breakdowns.
 */
export function courseOf(
  planned: readonly Span[],
  states: readonly MeasuredState[],
  explanations: readonly ExplainedSpan[],
  minorStopMs: number,
): ShiftCourse {
  const running = intersection(
    states.filter(({ isRunning }) => isRunning),
    planned,
  );
  const still = intersection(
    states.filter(({ isRunning }) => !isRunning),
    planned,
  );
  const stopped = still.flatMap((stop) =>
    splitByExplanations(
      stop,
      'stopped',
      explanations,
      lengthMs([stop]) < minorStopMs ? 'minor_stop' : 'breakdown',
    ),
  );
  const unknown = difference(planned, states).flatMap((gap) =>
    splitByExplanations(gap, 'unknown', explanations, null),
  );
  return { running, stops: [...stopped, ...unknown].sort((one, other) => one.fromMs - other.fromMs) };
}

function splitByExplanations(
  { fromMs, toMs }: Span,
  state: Stop['state'],
  explanations: readonly ExplainedSpan[],
  loss: StopLoss | null,
): Stop[] {
  const stop = [{ fromMs, toMs }];
  const explained = intersection(explanations, stop).map((explanation): Stop => ({
    fromMs: explanation.fromMs,
    toMs: explanation.toMs,
    state,
    loss: explanation.loss,
    explained: explanation,
  }));
  const rest = difference(stop, explanations).map((span): Stop => ({
    ...span,
    state,
    loss,
    explained: undefined,
  }));
  return [...explained, ...rest];
}
