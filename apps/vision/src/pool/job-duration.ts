/** Weight of the newest observation in the running mean. */
const NEWEST_WEIGHT = 0.2;
const MAX_WAIT_SECONDS = 60;

/** Running mean of the duration of a batch, from which clients learn when to retry. */
export class JobDuration {
  private meanMs = 200;

  observe(durationMs: number): void {
    this.meanMs += NEWEST_WEIGHT * (durationMs - this.meanMs);
  }

  /** Returns the time until `workers` have done `waiting` jobs, in whole seconds, 1 to 60. */
  waitSeconds(waiting: number, workers: number): number {
    const seconds = (waiting * this.meanMs) / Math.max(workers, 1) / 1000;
    return Math.min(Math.max(Math.ceil(seconds), 1), MAX_WAIT_SECONDS);
  }
}
