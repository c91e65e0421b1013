import type { AnyOperation, CallContext, EventSpec, InputOf, Principal, ReplyOf } from '@argus/contracts';
import {
  type Bus,
  type BusObserver,
  InProcessBus,
  newContext,
  publishEvent,
  RpcClient,
  serveContract,
} from '@argus/messaging';
import { Database } from '@argus/persistence';
import {
  createLogger,
  ProcessMetrics,
  type RunningServices,
  type ServiceDefinition,
  startServices,
} from '@argus/service-kit';
import type { Type } from '@nestjs/common';
import { loginOf } from '../postgres/index.js';
import type { Fake } from './fake.js';
import { type Place, Site } from './site.js';

const CALL_TIMEOUT_MS = 60_000;

/** Shows why a call replied INTERNAL. On standard error: `npm test` does not show standard output. */
const logLevel = process.env.LOG_LEVEL ?? 'error';

export interface ReplicaOptions {
  /** Without a site the replica makes its own and removes it when it stops. */
  readonly site?: Place;
  readonly settings?: Readonly<Record<string, string>>;
  /** Answers of the services that this one calls. */
  readonly fakes?: readonly Fake[];
  /** Instances that stand in for a provider of the service. */
  readonly overrides?: readonly (readonly [provider: Type<unknown>, instance: object])[];
  /** Connects to a bus; by default to one in memory that only the replica and the test share. */
  readonly connectBus?: (name: string, observer: BusObserver) => Promise<Bus>;
}

/** One service with its production wiring, a real Postgres and a real bus. */
export class ServiceReplica {
  private constructor(
    readonly site: Place,
    private readonly bus: Bus,
    private readonly running: RunningServices,
    private readonly metrics: ProcessMetrics,
    private readonly removeSite: () => Promise<void>,
  ) {}

  static async start(
    definition: ServiceDefinition,
    { settings = {}, fakes = [], overrides = [], ...options }: ReplicaOptions = {},
  ): Promise<ServiceReplica> {
    const { schema } = definition;
    const own = options.site ? undefined : await Site.create();
    const site = options.site ?? own!;
    const removeSite = async () => own?.remove();
    const shared = new InProcessBus();
    const connectBus = options.connectBus ?? (() => Promise.resolve(shared.handle()));
    const bus = await connectBus('test', {});
    const metrics = new ProcessMetrics();
    try {
      for (const [contract, answers] of fakes) await serveContract(bus, contract, answers);
      const databaseUrl = schema === undefined ? undefined : await loginOf(site.databaseUrl, schema);
      const running = await startServices([definition], {
        environment: { DATA_DIR: site.folder, ...settings },
        logger: createLogger({ LOG_LEVEL: logLevel, LOG_FORMAT: 'pretty' }, process.stderr),
        metrics,
        databaseUrlOf: () => databaseUrl,
        connectBus,
        stopping: new AbortController().signal,
        replaceInstance: (instance) =>
          overrides.find(([provider]) => instance instanceof provider)?.[1] ?? instance,
      });
      return new ServiceReplica(site, bus, running, metrics, removeSite);
    } catch (error) {
      await bus.stop();
      await removeSite();
      throw error;
    }
  }

  get database(): Database {
    return this.get(Database);
  }

  /** Returns a provider of the service. */
  get<T, R = T>(provider: Type<T>): R {
    return this.running.services[0]!.context.get<T, R>(provider, { strict: false });
  }

  call<O extends AnyOperation>(
    operation: O,
    input: InputOf<O>,
    principal?: Principal,
    context: Partial<CallContext> = {},
  ): Promise<ReplyOf<O>> {
    return new RpcClient(this.bus).call(operation, input, {
      ...newContext(CALL_TIMEOUT_MS),
      ...context,
      ...(principal && { principal }),
    });
  }

  /** Publishes an event as another service would. */
  async publish<T>(event: EventSpec<T>, payload: T, id?: string): Promise<void> {
    await publishEvent(this.bus, event, payload, id === undefined ? {} : { id });
  }

  /** Returns the metrics in the text format of Prometheus. */
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.bus.stop();
    await this.removeSite();
  }
}
