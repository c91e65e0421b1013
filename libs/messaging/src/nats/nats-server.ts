import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { defaultMaxPayloadBytes } from '../payload-limit.js';

export interface NatsServerOptions {
  /** Holds the configuration and, under `jetstream`, the stored events; made if missing. */
  readonly directory: string;
  /** A free one unless stated; kept over restarts. */
  readonly port?: number;
  readonly maxPayloadBytes?: number;
  /** Path of the program; looked for on PATH and where packages put it unless stated. */
  readonly binary?: string;
}

const usualBinaries = ['nats-server', '/usr/sbin/nats-server', '/usr/local/bin/nats-server'];

/** A nats-server process of our own with JetStream, on the loopback interface. */
export class NatsServer {
  #port: number;
  #process: ChildProcess | undefined;

  private constructor(private readonly options: NatsServerOptions) {
    this.#port = options.port ?? -1;
  }

  /** Resolves when clients can connect. Throws when the program is missing or does not start. */
  static async start(options: NatsServerOptions): Promise<NatsServer> {
    const server = new NatsServer(options);
    await server.restart();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.#port}`;
  }

  /** Where JetStream keeps its streams; deleting it while the server is down is losing the broker's disk. */
  get storeDirectory(): string {
    return join(this.options.directory, 'jetstream');
  }

  /** Starts the process again on the same port and directory; stops it first where it runs. */
  async restart(): Promise<void> {
    await this.stop();
    const child = await launch(this.options.binary, await this.#writeConfiguration());
    try {
      this.#port = await readyPort(child);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    this.#process = child;
  }

  /** As a crash: nothing is flushed, clients are cut off. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }

  async #writeConfiguration(): Promise<string> {
    const { directory, maxPayloadBytes = defaultMaxPayloadBytes } = this.options;
    await mkdir(this.storeDirectory, { recursive: true });
    const path = join(directory, 'nats-server.conf');
    const configuration = {
      host: '127.0.0.1',
      port: this.#port,
      max_payload: maxPayloadBytes,
      // Several of the largest messages may wait for one client before it counts as too slow.
      max_pending: 8 * maxPayloadBytes,
      jetstream: { store_dir: this.storeDirectory },
    };
    await writeFile(path, JSON.stringify(configuration, undefined, 2));
    return path;
  }
}

async function launch(binary: string | undefined, configuration: string): Promise<ChildProcess> {
  const candidates = binary === undefined ? usualBinaries : [binary];
  for (const candidate of candidates) {
    /* Detached: Ctrl-C in a terminal ends those who use the broker, and they end the broker when they are done. */
    const child = spawn(candidate, ['--config', configuration], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      await once(child, 'spawn');
      return child;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(
    `nats-server not found (${candidates.join(', ')}). Install it with the system's package manager ` +
      `(Debian, Ubuntu: apt-get install nats-server; macOS: brew install nats-server) or from https://nats.io/download/`,
  );
}

/** The port that the server says it listens on, once it says that it is ready. */
function readyPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stderr! });
    const output: string[] = [];
    let port = 0;
    const failed = () => reject(new Error(`nats-server did not start:\n${output.join('\n')}`));
    child.once('exit', failed);
    // Read on after that too: a full pipe would block the server.
    lines.on('line', (line) => {
      if (port > 0) return;
      output.push(line);
      const listening = /Listening for client connections on \S+:(\d+)/.exec(line);
      if (listening) port = Number(listening[1]);
      if (port === 0) return;
      child.off('exit', failed);
      resolve(port);
    });
  });
}
