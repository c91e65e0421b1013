/** Weight of the newest observation in the running mean. */
const NEWEST = 0.2;
const MAX_WAIT_SECONDS = 60;

/** Running mean of how long a batch takes, to tell clients when a retry makes sense. */
export class JobDuration {
  private meanMs = 200;

  observe(durationMs: number): void {
    this.meanMs += NEWEST * (durationMs - this.meanMs);
  }

  /** Until `waiting` jobs are done by `workers`, whole seconds, 1 to 60. */
  waitSeconds(waiting: number, workers: number): number {
    const seconds = (waiting * this.meanMs) / Math.max(workers, 1) / 1000;
    return Math.min(Math.max(Math.ceil(seconds), 1), MAX_WAIT_SECONDS);
  }
}
