import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAnswer } from '@argus/testing';

export interface Failure {
  readonly status: number;
  readonly body: unknown;
}

/** Sends requests in several parallel lines, one after another in each, until it is stopped. */
export class Load {
  requests = 0;
  readonly failures: Failure[] = [];
  private stopping = false;
  private lines: readonly Promise<void>[] = [];

  /** @param ask makes the next requests of a line and returns their answers. */
  constructor(
    private readonly ask: (line: number, turn: number) => Promise<readonly HttpAnswer[]>,
    private readonly size: { readonly lines: number; readonly pauseMs: number },
  ) {}

  start(): void {
    this.stopping = false;
    this.lines = Array.from({ length: this.size.lines }, (_, line) => this.run(line));
  }

  /** Resolves when all requests in flight are answered. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.lines);
  }

  private async run(line: number): Promise<void> {
    for (let turn = 0; !this.stopping; turn++) {
      const answers = await this.ask(line, turn).catch((error: unknown) => [
        { status: 0, body: String(error), headers: new Headers() },
      ]);
      this.requests += answers.length;
      for (const { status, body } of answers) if (status !== 200) this.failures.push({ status, body });
      await pause(this.size.pauseMs);
    }
  }
}
