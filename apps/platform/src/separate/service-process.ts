import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Environment, type Pino, type ReadyMessage, StartError } from '@argus/service-kit';

const MAX_PAUSE_MS = 10_000;

/* By default V8 uses up to 128 MB of every process for new objects; ADR 20. */
const nodeFlags = ['--max-semi-space-size=16'];

/* By default glibc raises the size from which it returns memory, and keeps up to 64 MB of free memory; ADR 20. */
const allocatorSettings = { MALLOC_MMAP_THRESHOLD_: '131072' };

/** One service in a process of its own, restarted when it ends unexpectedly. */
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

  /** Resolves when the service has finished its work in flight and ended. */
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
    /* Detached, so that Ctrl-C reaches only this process, which stops one service after the other. */
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
      if (!wasReady) failed(new StartError(`${how} before it was ready; its output says why.`));
      if (this.stopping || (!wasReady && this.failures === 0)) return;
      const pauseMs = Math.min(500 * 2 ** this.failures++, MAX_PAUSE_MS);
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
