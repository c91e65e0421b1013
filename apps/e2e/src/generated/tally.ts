/** Counts answers by status. */
export class Tally {
  private readonly statuses = new Map<number, number>();

  count(status: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  counted(status: number): number {
    return this.statuses.get(status) ?? 0;
  }

  /** Returns the number of answers of a status class, e.g. 2 for 200 to 299. */
  of(statusClass: number): number {
    return [...this.statuses].reduce(
      (sum, [status, times]) => (Math.floor(status / 100) === statusClass ? sum + times : sum),
      0,
    );
  }

  text(): string {
    const sorted = [...this.statuses].sort(([a], [b]) => a - b);
    return sorted.map(([status, times]) => `${times} × ${status}`).join(', ');
  }
}
