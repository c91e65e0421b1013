const BETWEEN_MS = 5_000;

/** Says now and then how far a long piece of work is. */
export class Progress {
  private readonly startedAt = performance.now();
  private toldAt = performance.now();

  private readonly what: string;
  private readonly total: number;

  constructor(what: string, total: number) {
    this.what = what;
    this.total = total;
  }

  advanceTo(done: number): void {
    const now = performance.now();
    if (now - this.toldAt < BETWEEN_MS) return;
    this.toldAt = now;
    const seconds = ((now - this.startedAt) / done) * (this.total - done) * 1e-3;
    process.stderr.write(`${done} of ${this.total} ${this.what}, about ${Math.ceil(seconds)} s left\n`);
  }

  end(): void {
    const seconds = (performance.now() - this.startedAt) / 1000;
    process.stderr.write(`${this.total} ${this.what}: ${seconds.toFixed(0)} s\n`);
  }
}
