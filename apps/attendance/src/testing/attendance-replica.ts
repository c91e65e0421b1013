import {
  accountChanged,
  accountContract,
  type AccountView,
  type AnyOperation,
  type InputOf,
  type Principal,
  recognitionContract,
  type ReplyOf,
} from '@argus/contracts';
import { type Bus, InProcessBus, newContext, publishEvent, RpcClient, serveContract } from '@argus/messaging';
import { Database } from '@argus/persistence';
import { createLogger, ProcessMetrics, startServices } from '@argus/service-kit';
import type { Type } from '@nestjs/common';
import { attendanceService } from '../index.js';
import { ScriptedIdentity } from './scripted-identity.js';
import { ScriptedVision } from './scripted-vision.js';

export interface ReplicaOptions {
  readonly databaseUrl: string;
  /** Holds the key that seals. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Whom the scripted identity knows from the start, as `P<id>`. */
  readonly people?: readonly number[];
  /** Another bus with a real vision on it. */
  readonly connectBus?: () => Promise<Bus>;
}

/** The attendance service as the platform runs it; on the far side of its bus are scripted services. */
export class AttendanceReplica {
  private constructor(
    private readonly bus: Bus,
    readonly vision: ScriptedVision,
    readonly identity: ScriptedIdentity,
    private readonly running: Awaited<ReturnType<typeof startServices>>,
    private readonly metrics: ProcessMetrics,
  ) {}

  static async start({
    databaseUrl,
    folder,
    settings,
    people = [],
    connectBus,
  }: ReplicaOptions): Promise<AttendanceReplica> {
    const vision = new ScriptedVision();
    const identity = new ScriptedIdentity();
    for (const id of people) identity.add(id, `P${id}`);
    const shared = new InProcessBus();
    const connect = connectBus ?? (() => Promise.resolve(shared.handle()));
    const farSide = await connect();
    await serveContract(farSide, accountContract, identity);
    if (!connectBus) await serveContract(farSide, recognitionContract, vision);
    const metrics = new ProcessMetrics();
    const running = await startServices([attendanceService], {
      environment: { DATA_DIR: folder, ...settings },
      logger: createLogger({ LOG_LEVEL: 'silent', LOG_FORMAT: 'json' }),
      metrics,
      databaseUrl,
      connectBus: connect,
      stopping: new AbortController().signal,
    });
    return new AttendanceReplica(farSide, vision, identity, running, metrics);
  }

  get database(): Database {
    return this.get(Database);
  }

  get<T>(type: Type<T>): T {
    return this.running.services[0]!.context.get(type, { strict: false });
  }

  call<O extends AnyOperation>(operation: O, input: InputOf<O>, principal?: Principal): Promise<ReplyOf<O>> {
    return new RpcClient(this.bus).call(operation, input, {
      ...newContext(),
      ...(principal && { principal }),
    });
  }

  /** Has an account of the scripted identity known before anybody asks. */
  async announce(account: AccountView, id?: string): Promise<void> {
    await publishEvent(this.bus, accountChanged, account, id === undefined ? {} : { id });
  }

  /** The metrics as an operator's Prometheus reads them. */
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.bus.stop();
  }
}

export const principal = (accountId: number, role: string, username = ''): Principal => ({
  family: 'attendance',
  accountId,
  username,
  role,
  sessionId: 'test',
});
export const admin = principal(1, 'admin', 'ADM001');

export const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};
