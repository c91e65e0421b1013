import { Logger } from '@nestjs/common';
import type { CounterOf, Metrics } from '../metrics/metrics.js';

/** One piece of periodic work: its timer, its current turn, its log and metrics. */
export class PeriodicWork {
  private readonly logger = new Logger('Periodic');
  private readonly turns: CounterOf;
  private timer: NodeJS.Timeout | undefined;
  private current: Promise<void> | undefined;
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
      this.current ??= this.turn().finally(() => (this.current = undefined));
    }, everyMs).unref();
  }

  /** Stops the timer and waits for the current turn. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.current;
  }

  private async turn(): Promise<void> {
    try {
      await this.work();
      this.turns.add({ work: this.name, outcome: 'ok' });
      if (this.failure !== undefined) this.logger.log(`Works again: ${this.name}`);
      this.failure = undefined;
    } catch (error) {
      this.turns.add({ work: this.name, outcome: 'failed' });
      this.report(error);
    }
  }

  /** A repeated failure with the same reason is logged once. */
  private report(error: unknown): void {
    const failure = String(error);
    if (failure !== this.failure)
      this.logger.warn(`Could not ${this.name}; trying again at the next turn`, error);
    this.failure = failure;
  }
}
