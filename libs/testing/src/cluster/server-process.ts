import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 50;

/** A server on a loopback port that can be killed and started again. It ends with this process at the latest. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private said = '';

  constructor(
    private readonly program: string,
    private readonly words: readonly string[],
    readonly port: number,
    private readonly user?: number,
  ) {
    process.once('exit', () => this.child?.kill('SIGKILL'));
  }

  /** Resolves when the port answers. Rejects with the output if the program ends before. */
  async start(): Promise<void> {
    const child = spawn(this.program, this.words, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(this.user !== undefined && { uid: this.user }),
    });
    this.child = child;
    const keep = (chunk: Buffer): void => {
      this.said = (this.said + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let fault: string | undefined;
    child.once('error', ({ message }) => (fault = message));
    child.once('exit', () => (fault ??= this.said));
    while (!(await answers(this.port))) {
      if (fault !== undefined) throw new Error(`${this.program} did not start: ${fault}`);
      await pause(LOOK_MS);
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
