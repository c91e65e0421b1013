import 'reflect-metadata';
import { type Bus, RpcClient } from '@argus/messaging';
import type { INestApplicationContext, Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { NestLogger } from '../logs/nest-logger.js';
import { Metrics } from '../metrics/metrics.js';
import type { Dependency } from '../operations/readiness.js';
import type { ServiceHost } from '../process/service-host.js';
import { type PlatformSettings, platformSettings } from '../settings/platform-settings.js';
import { bindToBus, providerOf } from './bind.js';
import { busObserver } from './bus-observer.js';
import { rootModule } from './global-providers.js';
import { ServiceBus } from './service-bus.js';
import { runAsService } from './service-scope.js';

/** One service with everything that is its own: Nest application, end of the bus, database. */
export class RunningService {
  readonly name: string;
  readonly rpc: RpcClient;
  /** Where its listener answers; undefined without one or before it does. */
  url: string | undefined;

  private constructor(
    private readonly definition: ServiceDefinition,
    private readonly metrics: Metrics,
    readonly context: INestApplicationContext,
    readonly bus: Bus,
  ) {
    this.name = definition.name;
    this.rpc = context.get(RpcClient);
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
      const bus = new ServiceBus(
        name,
        await host.connectBus(
          name,
          busObserver(name, metrics, () => undefined),
        ),
      );
      const providers: Provider[] = [
        { provide: RpcClient, useValue: new RpcClient(bus) },
        { provide: Metrics, useValue: metrics },
        { provide: platformSettings.token, useValue: platform },
        { provide: definition.settings.token, useValue: settings },
      ];
      const context = await NestFactory.createApplicationContext(rootModule(definition.module, providers), {
        logger: new NestLogger(host.logger),
        abortOnError: false,
      });
      return new RunningService(definition, metrics, context, bus);
    });
  }

  get dependencies(): Dependency[] {
    return [
      {
        name: `${this.name}: bus`,
        check: () => (this.bus.connected ? Promise.resolve() : Promise.reject(new Error('not connected'))),
      },
    ];
  }

  bind(): Promise<void> {
    return runAsService(this.name, () => bindToBus(this.definition, this.context, this.bus, this.metrics));
  }

  async listen(): Promise<void> {
    const { listener } = this.definition;
    if (!listener) return;
    const server = providerOf(this.context, listener, this.name);
    this.url = await runAsService(this.name, () => server.listen());
  }

  async stopListening(): Promise<void> {
    const { listener } = this.definition;
    if (!listener || this.url === undefined) return;
    const server = providerOf(this.context, listener, this.name);
    await runAsService(this.name, () => server.close());
    this.url = undefined;
  }

  /** Finishes the calls and events in hand. */
  async stopAnswering(): Promise<void> {
    await this.bus.stop();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
