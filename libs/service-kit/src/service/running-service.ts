import 'reflect-metadata';
import { contracts } from '@argus/contracts';
import { RpcClient } from '@argus/messaging';
import type { QueueSpec } from '@argus/persistence';
import type { Provider } from '@nestjs/common';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import type { NestMicroservice } from '@nestjs/microservices';
import { BindingDiscovery } from '../bindings/binding-discovery.js';
import { periods } from '../bindings/every.js';
import { worked, type Worker } from '../bindings/works.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { NestLogger } from '../logs/nest-logger.js';
import { RequestLog } from '../logs/request-log.js';
import { Metrics } from '../metrics/metrics.js';
import type { Dependency } from '../operations/readiness.js';
import type { ServiceHost } from './service-host.js';
import { cannotListen } from '../settings/start-error.js';
import { type PlatformSettings, platformSettings } from '../settings/platform-settings.js';
import { BusErrorFilter } from '../transport/bus-error.filter.js';
import { BusTransport } from '../transport/bus-transport.js';
import { bindEvents, callObserver, providerOf } from './bind.js';
import { busObserver } from './bus-observer.js';
import { rootModule } from './global-providers.js';
import { assertServesCatalogue, servedOperations } from './served-operations.js';
import { describeBuild } from './build.js';
import { EventMetrics } from './event-metrics.js';
import { ServiceBus } from './service-bus.js';
import { PeriodicWork } from './periodic-work.js';
import { runAsService } from '../logs/service-scope.js';
import { ServiceStore } from './service-store.js';

const STORE_RETENTION_MS = 3_600_000;
const REPLAY_MS = 5_000;

/** One running service: its Nest application, its end of the bus, its database. */
export class RunningService {
  readonly name: string;
  readonly rpc: RpcClient;
  private readonly bindings: BindingDiscovery;
  private readonly periodic: PeriodicWork[] = [];
  /** Address of its listener; undefined without one or before it listens. */
  url: string | undefined;

  private constructor(
    private readonly definition: ServiceDefinition,
    private readonly metrics: Metrics,
    private readonly events: EventMetrics,
    readonly context: NestMicroservice,
    readonly bus: ServiceBus,
    private readonly store: ServiceStore | undefined,
  ) {
    this.name = definition.name;
    this.rpc = context.get(RpcClient);
    this.bindings = context.get(BindingDiscovery);
  }

  static create(
    definition: ServiceDefinition,
    settings: object,
    platform: PlatformSettings,
    host: ServiceHost,
  ): Promise<RunningService> {
    const { name } = definition;
    return runAsService(name, async () => {
      const metrics = new Metrics(host.metrics, name);
      describeBuild(metrics);
      const events = new EventMetrics(metrics);
      /* The bus is made before the store whose events it carries, so it gets the store later. */
      let store: ServiceStore | undefined;
      const observer = busObserver(name, metrics, {
        eventStoreOpened: (identity) => store?.eventStoreOpened(identity),
        keepDeadLetter: async (letter) => {
          if (!store) throw new Error(`${name} has no database to keep dead letters in`);
          await store.keepDeadLetter(letter);
        },
      });
      const calls = new Set(definition.calls?.map(({ subject }) => subject));
      const bus = new ServiceBus(name, await host.connectBus(name, observer), calls);
      try {
        store = await ServiceStore.open(definition, platform, host, bus, events);
        store?.measure(metrics);
        const providers: Provider[] = [
          { provide: RpcClient, useValue: new RpcClient(bus, definition.listener !== undefined) },
          { provide: Metrics, useValue: metrics },
          { provide: RequestLog, useValue: new RequestLog(host.logger) },
          { provide: platformSettings.token, useValue: platform },
          { provide: definition.settings.token, useValue: settings },
          ...(store?.providers ?? []),
        ];
        const app = (await NestFactory.createMicroservice(rootModule(definition.module, providers), {
          strategy: new BusTransport(bus, name, callObserver(name, metrics, host.logger), store?.callGuard),
          logger: new NestLogger(host.logger),
          abortOnError: false,
          ...(host.replaceInstance && { instrument: { instanceDecorator: host.replaceInstance } }),
        })) as NestMicroservice;
        app.useGlobalFilters(new BusErrorFilter());
        const bindings = app.get(BindingDiscovery);
        bindings.assertBindable();
        assertServesCatalogue(definition, servedOperations(app.get(DiscoveryService)), contracts);
        const workers = bindings.classes<QueueSpec, Worker<object>>(worked);
        await store?.employ(workers, metrics);
        await app.registerModules();
        return new RunningService(definition, metrics, events, app, bus, store);
      } catch (error) {
        await store?.stop();
        await bus.stop();
        await store?.close();
        throw error;
      }
    });
  }

  get dependencies(): Dependency[] {
    const { store } = this;
    return [
      ...(store ? [{ name: `${this.name}: database`, check: () => store.database.ping() }] : []),
      {
        name: `${this.name}: bus`,
        check: () => (this.bus.connected ? Promise.resolve() : Promise.reject(new Error('not connected'))),
      },
    ];
  }

  bind(): Promise<void> {
    return runAsService(this.name, async () => {
      await this.context.listen();
      await bindEvents(this.name, this.bindings, this.bus, this.store?.database, this.events);
    });
  }

  /** Starts publishing events and running jobs. */
  async startWork(): Promise<void> {
    await runAsService(this.name, async () => this.store?.start());
  }

  async listen(): Promise<void> {
    const { listener } = this.definition;
    if (!listener) return;
    const server = providerOf(this.context, listener, this.name);
    try {
      this.url = await runAsService(this.name, () => server.listen());
    } catch (error) {
      throw cannotListen(error, 'PORT');
    }
  }

  async stopListening(): Promise<void> {
    const { listener } = this.definition;
    if (!listener || this.url === undefined) return;
    const server = providerOf(this.context, listener, this.name);
    await runAsService(this.name, () => server.close());
    this.url = undefined;
  }

  startPeriodicWork(): void {
    runAsService(this.name, () => {
      for (const { binding, call } of this.bindings.methods(periods))
        this.repeat(binding.everyMs, binding.name, call);
      const { store } = this;
      if (!store) return;
      this.repeat(STORE_RETENTION_MS, 'forget old messages and replies', () => store.forget());
      this.repeat(REPLAY_MS, 'replay dead letters', () => store.replayDeadLetters(this.bus.consumers));
    });
  }

  private repeat(everyMs: number, name: string, turn: () => Promise<unknown>): void {
    const work = new PeriodicWork(name, turn, this.metrics);
    this.periodic.push(work);
    work.start(everyMs);
  }

  /** Waits for the current periodic work and jobs, then stops both. */
  async stopWork(): Promise<void> {
    await Promise.all(this.periodic.map((work) => work.stop()));
    await runAsService(this.name, async () => this.store?.stop());
  }

  /** Waits for the calls and events in flight, then leaves the bus. */
  async stopAnswering(): Promise<void> {
    await this.context.getTransportServer().close();
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.store?.close();
  }
}
