import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Environment, type ReadyMessage, StartError } from '@argus/service-kit';
import { allocatorSettings, nodeFlags } from '@argus/service-kit/lean-process';
import type { Child } from './supervisor.js';

const ANSWER_LIMIT_MS = 1_500;

/** One service in a process of its own. Its port for clients is kept when it is started again. */
export class ServiceProcess implements Child<ReadyMessage> {
  private child: ChildProcess | undefined;
  private operationsUrl = '';
  private port: string | undefined;

  constructor(
    readonly name: string,
    private readonly environment: Environment,
  ) {}

  async start(ended: (how: string) => void): Promise<ReadyMessage> {
    const main = fileURLToPath(new URL('main.js', import.meta.resolve(`@argus/${this.name}`)));
    /* Detached, so that Ctrl-C reaches only this process, which stops one service after the other. */
    const child = fork(main, {
      detached: true,
      execArgv: [...nodeFlags, ...process.execArgv.filter((flag) => !nodeFlags.includes(flag))],
      env: {
        ...allocatorSettings,
        ...this.environment,
        ...(this.port !== undefined && { PORT: this.port }),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    const message = await new Promise<ReadyMessage>((ready, failed) => {
      child.once('message', (said) => ready(said as ReadyMessage));
      child.once('exit', (code, signal) =>
        failed(
          new StartError(
            `${this.name} ended with ${signal ?? code} before it was ready; its output says why.`,
          ),
        ),
      );
    });
    child.once('exit', (code, signal) => {
      if (this.child === child) ended(String(signal ?? code));
    });
    this.operationsUrl = message.operationsUrl;
    if (message.urls[0] !== undefined) this.port = new URL(message.urls[0]).port;
    return message;
  }

  /** Resolves when the service has finished its work in flight and ended. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  }

  async check(): Promise<void> {
    const answer = await fetch(`${this.operationsUrl}/readyz`, {
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const { status, failing = {} } = (await answer.json()) as {
      status: string;
      failing?: Record<string, string>;
    };
    if (answer.ok) return;
    const reasons = Object.entries(failing).map(
      ([name, reason]) => `${name.replace(`${this.name}: `, '')}: ${reason}`,
    );
    throw new Error(reasons.join('; ') || status);
  }
}
