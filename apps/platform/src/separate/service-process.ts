import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Environment, type Pino, type ReadyMessage, StartError } from '@argus/service-kit';

const longestPauseMs = 10_000;

/* By itself V8 lets new objects take up to 128 MB of every service; ADR 20. */
const nodeFlags = ['--max-semi-space-size=16'];

/* Left to itself, glibc raises the size from which memory goes back to the system, and keeps up to 64 MB of what is free; ADR 20. */
const allocatorSettings = { MALLOC_MMAP_THRESHOLD_: '131072' };

/** One service as a process of its own, started again when it ends without having been told to. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private stopping = false;
  private failures = 0;

  constructor(
    readonly name: string,
    private readonly environment: Environment,
    private readonly logger: Pino,
  ) {}

  /** Resolves when the service is ready for the first time; rejects when it ends before. */
  start(): Promise<ReadyMessage> {
    return new Promise((resolve, reject) => {
      this.launch(resolve, reject);
    });
  }

  /** Lets the service finish what it has in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  private launch(ready: (message: ReadyMessage) => void, failed: (error: Error) => void): void {
    const main = fileURLToPath(new URL('main.js', import.meta.resolve(`@argus/${this.name}`)));
    /* Detached: Ctrl-C in a terminal is for us to pass on, one service after the other. It still ends with us. */
    const child = fork(main, {
      detached: true,
      execArgv: [...process.execArgv, ...nodeFlags],
      env: { ...allocatorSettings, ...this.environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    let wasReady = false;
    child.once('message', (message) => {
      wasReady = true;
      this.failures = 0;
      ready(message as ReadyMessage);
    });
    child.once('exit', (code, signal) => {
      const how = `${this.name} ended with ${signal ?? code}`;
      if (!wasReady) failed(new StartError(`${how} before it was ready; what it printed says why.`));
      if (this.stopping || (!wasReady && this.failures === 0)) return;
      const pauseMs = Math.min(500 * 2 ** this.failures++, longestPauseMs);
      this.logger.error(`${how}; starting it again in ${pauseMs} ms`);
      setTimeout(() => {
        if (!this.stopping)
          this.launch(
            () => undefined,
            () => undefined,
          );
      }, pauseMs);
    });
  }
}
