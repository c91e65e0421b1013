import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs that run as long as this process, each with a log of its own. */
export class ProgramSet {
  private readonly logs: string;
  private readonly running = new Map<string, ChildProcess>();

  constructor(state: string) {
    this.logs = join(state, 'logs');
    mkdirSync(this.logs, { recursive: true });
  }

  start(name: string, program: string, args: readonly string[]): void {
    const log = openSync(this.logOf(name), 'w');
    const child = spawn(program, args, { stdio: ['ignore', log, log] });
    child.once('exit', (status, signal) => {
      console.error(`${name} ended (${status ?? signal}):\n${this.tail(name)}`);
    });
    this.running.set(name, child);
  }

  /** The end of what a program printed. */
  tail(name: string, lines = 20): string {
    return readFileSync(this.logOf(name), 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  private logOf(name: string): string {
    return join(this.logs, `${name}.log`);
  }
}
