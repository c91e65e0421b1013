export type State = 'passed' | 'failed' | 'not run';

/** One line for each check, with its figures. */
export class Report {
  private readonly counts = new Map<State, number>();

  line(name: string, state: State, figures: string): void {
    this.counts.set(state, this.count(state) + 1);
    console.log(`  ${state.padEnd(8)} ${name.padEnd(28)} ${figures}`);
  }

  /** A check that compares; it passes when nothing was found. */
  found(name: string, findings: readonly string[], figures: string): void {
    for (const finding of findings.slice(0, 40)) console.log(`           ${finding}`);
    this.line(name, findings.length === 0 ? 'passed' : 'failed', figures);
  }

  /** Runs a check; one that throws has failed, and the others go on. */
  async check(name: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.line(name, 'failed', (error as Error).message);
    }
  }

  end(): number {
    console.log(
      `\n${this.count('passed')} passed, ${this.count('failed')} failed, ${this.count('not run')} not run`,
    );
    return this.count('failed') === 0 ? 0 : 1;
  }

  private count(state: State): number {
    return this.counts.get(state) ?? 0;
  }
}
