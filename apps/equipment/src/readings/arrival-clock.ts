/** Gives out arrival times a microsecond apart, so that no two readings of a process share one. */
export class ArrivalClock {
  private lastUs = 0;

  constructor(private readonly nowMs: () => number = Date.now) {}

  /**
   * Returns the first of `count` consecutive instants, in microseconds since 1970. The start is random within `withinUs`, so
   * that replicas seldom give the same time to readings of the same machine.
   */
  take(count: number, withinUs = 1000): number {
    const startUs = Math.max(this.nowMs() * 1000 + Math.floor(Math.random() * withinUs), this.lastUs + 1);
    this.lastUs = startUs + count - 1;
    return startUs;
  }
}
