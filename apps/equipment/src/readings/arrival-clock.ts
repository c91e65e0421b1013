/** Times of arrival, a microsecond apart, so that no two readings of a process have the same. */
export class ArrivalClock {
  private lastUs = 0;

  constructor(private readonly nowMs: () => number = Date.now) {}

  /**
   * The next `count` moments; the answer gives each by its place, ISO 8601 in UTC. They begin at a random one of the next
   * microseconds, so that replicas that write about the same equipment seldom meet.
   */
  take(count: number, withinUs = 1000): (place: number) => string {
    const startUs = Math.max(this.nowMs() * 1000 + Math.floor(Math.random() * withinUs), this.lastUs + 1);
    this.lastUs = startUs + count - 1;
    return (place) => {
      const us = startUs + place;
      const seconds = new Date(Math.floor(us / 1000)).toISOString().slice(0, 19);
      return `${seconds}.${String(us % 1_000_000).padStart(6, '0')}Z`;
    };
  }
}
