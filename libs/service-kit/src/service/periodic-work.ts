import { Logger } from '@nestjs/common';
import type { CounterOf, Metrics } from '../metrics/metrics.js';

/** One piece of periodic work: its timer, the turn at hand, what is said about it. */
export class PeriodicWork {
  private readonly logger = new Logger('Periodic');
  private readonly turns: CounterOf;
  private timer: NodeJS.Timeout | undefined;
  private atHand: Promise<void> | undefined;
  private failure: string | undefined;

  constructor(
    private readonly name: string,
    private readonly work: () => Promise<unknown>,
    metrics: Metrics,
  ) {
    this.turns = metrics.counter({
      name: 'argus_periodic_work_total',
      help: 'Turns of periodic work; outcome is ok or failed',
      labelNames: ['work', 'outcome'],
    });
  }

  start(everyMs: number): void {
    this.timer = setInterval(() => {
      this.atHand ??= this.turn().finally(() => (this.atHand = undefined));
    }, everyMs).unref();
  }

  /** Finishes the turn at hand. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.atHand;
  }

  private async turn(): Promise<void> {
    try {
      await this.work();
      this.turns.add({ work: this.name, outcome: 'ok' });
      if (this.failure !== undefined) this.logger.log(`It works again to ${this.name}`);
      this.failure = undefined;
    } catch (error) {
      this.turns.add({ work: this.name, outcome: 'failed' });
      this.report(error);
    }
  }

  /** What goes wrong every few seconds for the same reason is said once. */
  private report(error: unknown): void {
    const failure = String(error);
    if (failure !== this.failure)
      this.logger.warn(`Could not ${this.name}; tried again at the next turn`, error);
    this.failure = failure;
  }
}
