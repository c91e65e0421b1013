import { createHash, timingSafeEqual } from 'node:crypto';
import {
  deviceChanged,
  deviceGateContract,
  DomainError,
  MAX_CONNECTIONS_ASKED,
  readingStream,
} from '@argus/contracts';
import {
  type Admission,
  type AdmittedConnection,
  type BrokerConnections,
  type Bus,
  type ConnectRequest,
  followEvent,
  KEEPER,
  RpcClient,
} from '@argus/messaging';
import { Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

const { admit, ended } = deviceGateContract.operations;

/** What the keeper calls, for its keys and its rights. */
export const keeperCaller = { name: KEEPER, calls: [admit, ended] } as const;

/** The user name that all devices shared in former versions. */
const SHARED_USER = 'device';
const SWEEP_EVERY_MS = 15_000;
const WARN_AGAIN_MS = 60_000;
/* A refused device connects again at once, for ever. */
const REFUSED_AGAIN_MS = 5_000;
const MAX_REFUSED_REMEMBERED = 10_000;

/** Lets devices in by MQTT with their own credentials, and disconnects those whose rights ended. */
export class DeviceGate {
  private readonly logger = new Logger(DeviceGate.name);
  private readonly refused = new LRUCache<string, true>({
    max: MAX_REFUSED_REMEMBERED,
    ttl: REFUSED_AGAIN_MS,
  });
  private readonly warnedAtMs = new Map<string, number>();
  private rpc: RpcClient | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly asked = new Set<string | undefined>();
  private next: Promise<void> | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly connections: BrokerConnections,
    private readonly sharedPassword: string | undefined,
  ) {}

  /** From now on devices can be judged. Looks at all connections again and again: a message may be missed, a process may die. */
  async start(bus: Bus): Promise<void> {
    this.rpc = new RpcClient(bus, false);
    await followEvent(bus, deviceChanged, ({ act, username }) => {
      if (act !== 'created') void this.sweep(username);
      return Promise.resolve();
    });
    this.timer = setInterval(() => void this.sweep(), SWEEP_EVERY_MS).unref();
    void this.sweep();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  async judge(request: ConnectRequest): Promise<Admission | undefined> {
    const { username, password, clientId } = request;
    if (username === SHARED_USER) return this.judgeShared(password, clientId);
    if (!isDevice(username)) {
      this.warn('name', 'A client was refused: its user name is not that of a device (device-<id>)');
      return undefined;
    }
    const keyHash = createHash('sha256').update(password).digest('base64');
    const isOwnClientId = clientId === username;
    const login = `${username} ${keyHash} ${isOwnClientId}`;
    if (this.refused.has(login)) return undefined;
    const { rights } = await this.service.call(admit, {
      body: { username, key_hash: keyHash, has_own_client_id: isOwnClientId },
    });
    if (!rights) {
      this.refused.set(login, true);
      return undefined;
    }
    const { equipment, version } = rights;
    const topic = (machine: number | '*') => readingStream.subject.replace('*', String(machine));
    return { name: nameOf(username, version), publish: (equipment ?? (['*'] as const)).map(topic) };
  }

  failed(error: unknown): void {
    this.warn('failed', 'A device was not judged', error);
  }

  /** Ends the connections whose rights ended: of one device, or of all. What is asked during a sweep is one sweep after it. */
  sweep(username?: string): Promise<void> {
    this.asked.add(username);
    this.next ??= this.sweeping = this.sweeping.then(async () => {
      const [one, ...others] = this.asked;
      this.asked.clear();
      this.next = undefined;
      try {
        await this.endEnded(others.length === 0 ? one : undefined);
      } catch (error) {
        this.warn('sweep', 'Connections of devices were not looked at', error);
      }
    });
    return this.next;
  }

  private async endEnded(username: string | undefined): Promise<void> {
    const open = (await this.connections.list(username)).map((connection) => ({
      connection,
      ...deviceOf(connection),
    }));
    const over = new Set<string>();
    for (let at = 0; at < open.length; at += MAX_CONNECTIONS_ASKED) {
      const connections = open
        .slice(at, at + MAX_CONNECTIONS_ASKED)
        .filter(({ username: name }) => name !== SHARED_USER)
        .map(({ username: name, version }) => ({ username: name, version }));
      if (connections.length === 0) continue;
      const { usernames } = await this.service.call(ended, { body: { connections } });
      for (const name of usernames) over.add(name);
    }
    if (this.sharedPassword === undefined) over.add(SHARED_USER);
    const ending = open.filter(({ username: name }) => over.has(name));
    await Promise.all(ending.map(({ connection }) => this.connections.end(connection)));
  }

  private judgeShared(password: string, clientId: string): Admission | undefined {
    if (this.sharedPassword === undefined) {
      this.warn('shared', 'A device was refused: MQTT_SHARED_PASSWORD does not allow the user "device"');
      return undefined;
    }
    /* That client id is the session of a device with credentials of its own. */
    if (isDevice(clientId)) return undefined;
    const [sent, kept] = [password, this.sharedPassword].map((text) =>
      createHash('sha256').update(text).digest(),
    ) as [Buffer, Buffer];
    return timingSafeEqual(sent, kept) ? { name: SHARED_USER, publish: [readingStream.subject] } : undefined;
  }

  private get service(): RpcClient {
    if (!this.rpc) throw new DomainError('UNAVAILABLE');
    return this.rpc;
  }

  private warn(kind: string, text: string, error?: unknown): void {
    const nowMs = Date.now();
    if (nowMs - (this.warnedAtMs.get(kind) ?? -Infinity) < WARN_AGAIN_MS) return;
    this.warnedAtMs.set(kind, nowMs);
    if (error === undefined) this.logger.warn(text);
    else this.logger.warn(text, error);
  }
}

const isDevice = (name: string): boolean => /^device-[1-9]\d{0,14}$/.test(name);

/** The name of a connection tells the device and the version of its rights. */
const nameOf = (username: string, version: number): string => `${username}:${version}`;

function deviceOf({ name }: AdmittedConnection): { readonly username: string; readonly version: number } {
  const [username = '', version = '0'] = name.split(':');
  return { username, version: Number(version) };
}
