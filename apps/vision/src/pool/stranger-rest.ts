/** Accounts count as about for this time after a photograph of theirs. */
const ABOUT_MS = 2000;

/**
 * Keeps workers free of a crowd of strangers while accounts are about: a worker that served a stranger rests from strangers for a multiple
 * of the time that it took. Otherwise the next verification would find every worker at work (ADR 83).
 */
export class StrangerRest {
  private accountAtMs = -Infinity;
  private readonly endsAtMs = new WeakMap<object, number>();

  /** @param restPerMs milliseconds of rest for each that a stranger's photograph took. */
  constructor(private readonly restPerMs: number) {}

  /** A photograph of an account came. */
  accountCame(nowMs = performance.now()): void {
    this.accountAtMs = nowMs;
  }

  /** A worker ends a stranger's photograph. It rests no longer than accounts are about. */
  begin(worker: object, durationMs: number, nowMs = performance.now()): void {
    this.endsAtMs.set(worker, nowMs + Math.min(durationMs * this.restPerMs, ABOUT_MS));
  }

  /** Returns the time until the worker may serve strangers, in ms; 0 means now. */
  leftMs(worker: object, nowMs = performance.now()): number {
    if (nowMs - this.accountAtMs >= ABOUT_MS) return 0;
    return Math.max((this.endsAtMs.get(worker) ?? 0) - nowMs, 0);
  }
}
