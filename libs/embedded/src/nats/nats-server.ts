import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { authorizationOf, type BrokerUser, type GateOptions } from './authorization.js';
import { endOrphan, recordedUrl, recordServer } from './server-record.js';

export interface NatsServerOptions {
  /** Holds the configuration and, under `jetstream`, the stored events; created if missing. */
  readonly directory: string;
  /** Default: a free one, kept over restarts. */
  readonly port?: number;
  readonly maxPayloadBytes?: number;
  /** Who may connect; nobody else can. */
  readonly users: readonly BrokerUser[];
  /** Accepts devices by MQTT 3.1.1 on a port of its own. */
  readonly mqtt?: MqttOptions;
  /** Asks a client of the broker about whoever is not among the users; needs nats-server 2.10. */
  readonly gate?: GateOptions;
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Path of the program. Default: searched on PATH and where packages install it. */
  readonly binary?: string;
}

export interface MqttOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string | undefined;
  /** Default: a free one, kept over restarts. */
  readonly port?: number;
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** As on production brokers: a request of 24 MB with some margin. */
const DEFAULT_MAX_PAYLOAD_BYTES = 32 * 1024 * 1024;

const USERS_FILE = 'users.json';
const LOOPBACK = '127.0.0.1';

const recordIn = (directory: string): string => join(directory, 'nats-server.json');

const usualBinaries = ['nats-server', '/usr/sbin/nats-server', '/usr/local/bin/nats-server'];

/** A nats-server process with JetStream on the loopback interface. */
export class NatsServer {
  #port: number;
  #mqttPort: number;
  #process: ChildProcess | undefined;
  #ended: ((how: string) => void) | undefined;
  #users: readonly BrokerUser[];

  private constructor(private readonly options: NatsServerOptions) {
    this.#port = options.port ?? -1;
    this.#mqttPort = options.mqtt?.port ?? -1;
    this.#users = options.users;
  }

  /**
   * Resolves when clients can connect. Ends first a server that a killed process left on the directory. Throws when the
   * program is missing or does not start, and when another process runs a server there.
   */
  static async start(options: NatsServerOptions): Promise<NatsServer> {
    const server = new NatsServer(options);
    await server.restart();
    return server;
  }

  /** Returns the address of the server that was last started on the folder. */
  static urlIn(directory: string): string | undefined {
    return recordedUrl(recordIn(directory));
  }

  get url(): string {
    return `${this.options.tls ? 'tls' : 'nats'}://${LOOPBACK}:${this.#port}`;
  }

  /** From this machine; undefined without MQTT. */
  get mqttUrl(): string | undefined {
    const { mqtt } = this.options;
    return mqtt && `${mqtt.tls ? 'mqtts' : 'mqtt'}://${LOOPBACK}:${this.#mqttPort}`;
  }

  /** Folder of the JetStream streams. Deleting it while the server is down simulates the loss of the broker's disk. */
  get storeDirectory(): string {
    return join(this.options.directory, 'jetstream');
  }

  /** Calls `ended` with the exit status or signal whenever the process ends otherwise than by `stop` or `kill`. */
  onEnd(ended: (how: string) => void): void {
    this.#ended = ended;
  }

  /** Starts the process again on the same port and directory; stops a running one first. */
  async restart(): Promise<void> {
    await this.stop();
    const configuration = resolve(this.options.directory, 'nats-server.conf');
    const record = recordIn(this.options.directory);
    await endOrphan(record, configuration);
    await this.#writeConfiguration(configuration);
    const child = await launch(this.options.binary, configuration);
    try {
      recordServer(record, child.pid!);
      const ports = await readyPorts(child);
      this.#port = ports.clients;
      this.#mqttPort = ports.mqtt;
      recordServer(record, child.pid!, this.url);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    this.#process = child;
    child.once('exit', (code, signal) => {
      if (this.#process === child) this.#ended?.(String(signal ?? code));
    });
  }

  /** Changes who may connect while the server runs. Cuts off who may no longer, and leaves all others connected. */
  async admit(users: readonly BrokerUser[]): Promise<void> {
    this.#users = users;
    await this.#writeUsers();
    this.#process?.kill('SIGHUP');
  }

  /** Simulates a crash: nothing is flushed, clients are cut off. */
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

  async #writeConfiguration(file: string): Promise<void> {
    const { mqtt, tls, maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES } = this.options;
    await mkdir(this.storeDirectory, { recursive: true });
    await this.#writeUsers();
    const configuration = {
      server_name: 'argus',
      host: LOOPBACK,
      port: this.#port,
      max_payload: maxPayloadBytes,
      // Several of the largest messages may wait for one client before it counts as too slow.
      max_pending: 8 * maxPayloadBytes,
      jetstream: { store_dir: this.storeDirectory },
      ...tlsFiles(tls),
      ...(mqtt && { mqtt: { host: mqtt.host ?? LOOPBACK, port: this.#mqttPort, ...tlsFiles(mqtt.tls) } }),
    };
    const lines = Object.entries(configuration).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
    await writeFile(file, `${lines.join('')}include "${USERS_FILE}"\n`, { mode: 0o600 });
  }

  /** A file of its own, so that a change of users leaves the rest as the server read it at its start. */
  async #writeUsers(): Promise<void> {
    const file = join(this.options.directory, USERS_FILE);
    const configuration = authorizationOf(this.#users, this.options.gate);
    await writeFile(`${file}.new`, JSON.stringify(configuration, undefined, 1), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

const tlsFiles = (files: MqttOptions['tls']): object =>
  files ? { tls: { cert_file: files.certFile, key_file: files.keyFile } } : {};

async function launch(binary: string | undefined, configuration: string): Promise<ChildProcess> {
  const candidates = binary === undefined ? usualBinaries : [binary];
  for (const candidate of candidates) {
    /* Detached: Ctrl-C in a terminal ends the users of the broker, and they end the broker when they are done. */
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

interface Ports {
  readonly clients: number;
  /** -1 without MQTT. */
  readonly mqtt: number;
}

/** Resolves with the ports that the server listens on, when its output says that it is ready. */
function readyPorts(child: ChildProcess): Promise<Ports> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stderr! });
    const output: string[] = [];
    let clients = -1;
    let mqtt = -1;
    let isReady = false;
    const failed = () => reject(new Error(`nats-server did not start:\n${output.join('\n')}`));
    child.once('exit', failed);
    // Reading goes on afterwards: a full pipe would block the server.
    lines.on('line', (line) => {
      if (isReady) return;
      output.push(line);
      clients = Number(/Listening for client connections on \S+:(\d+)/.exec(line)?.[1] ?? clients);
      mqtt = Number(/Listening for MQTT clients on \S+:(\d+)/.exec(line)?.[1] ?? mqtt);
      if (!line.includes('Server is ready') || clients < 0) return;
      isReady = true;
      child.off('exit', failed);
      resolve({ clients, mqtt });
    });
  });
}
