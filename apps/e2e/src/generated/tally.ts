/** How often each status was answered. */
export class Tally {
  private readonly statuses = new Map<number, number>();

  count(status: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  /** True where there were answers, and none with another status. */
  isOnly(...statuses: readonly number[]): boolean {
    return this.statuses.size > 0 && [...this.statuses.keys()].every((each) => statuses.includes(each));
  }

  /** Answers of a hundred, e.g. 2 for all from 200 to 299. */
  of(hundred: number): number {
    return [...this.statuses].reduce(
      (sum, [status, times]) => (Math.floor(status / 100) === hundred ? sum + times : sum),
      0,
    );
  }

  text(): string {
    const sorted = [...this.statuses].sort(([a], [b]) => a - b);
    return sorted.map(([status, times]) => `${times} × ${status}`).join(', ');
  }
}
