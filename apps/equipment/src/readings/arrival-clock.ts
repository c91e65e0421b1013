/** Times of arrival, a microsecond apart, so that no two readings of a process have the same. */
export class ArrivalClock {
  private lastUs = 0;

  constructor(private readonly nowMs: () => number = Date.now) {}

  /**
   * The first of the next `count` moments, in microseconds since 1970. They begin at a random one of the next microseconds, so
   * that replicas that write about the same equipment seldom meet.
   */
  take(count: number, withinUs = 1000): number {
    const startUs = Math.max(this.nowMs() * 1000 + Math.floor(Math.random() * withinUs), this.lastUs + 1);
    this.lastUs = startUs + count - 1;
    return startUs;
  }
}
