import {
  type Bus,
  type CallGuard,
  currentContext,
  type EventHandler,
  eventHeadersOf,
  newContext,
  openSpan,
  publishEncoded,
  runInContext,
} from '@argus/messaging';
import {
  Database,
  DataKeys,
  DeadLetters,
  IdempotentReplies,
  Jobs,
  openDatabase,
  Outbox,
  OutboxRelay,
  type PublishEvent,
  Sealer,
  StoreRetention,
  type QueueSpec,
  type UndeliverableEvent,
} from '@argus/persistence';
import { Logger, type Provider } from '@nestjs/common';
import { entitiesOf } from '../bindings/entities.js';
import type { Worker } from '../bindings/works.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import type { Metrics } from '../metrics/metrics.js';
import type { EventMetrics } from './event-metrics.js';
import type { ServiceHost } from './service-host.js';
import { StartError } from '../settings/start-error.js';
import { waitForDatabase } from './wait-for-database.js';
import { openDataKeys } from './open-data-keys.js';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { idempotent } from './idempotent.js';
import { runAsService } from '../logs/service-scope.js';

const headersOfCall = (): Record<string, string> => {
  const context = currentContext();
  return context ? eventHeadersOf(context) : {};
};

/** A worker and its queue. */
export interface Employment {
  readonly binding: QueueSpec;
  readonly instance: Worker<object>;
}

/** The database of a service, and the work that starts there: publishing events, running jobs. */
export class ServiceStore {
  private readonly logger = new Logger('Store');
  private readonly outbox: Outbox;
  private readonly relay: OutboxRelay;
  private readonly jobs: Jobs;
  private readonly deadLetters: DeadLetters;
  private workers: readonly Employment[] = [];

  private constructor(
    private readonly service: string,
    readonly database: Database,
    private readonly keys: DataKeys | undefined,
    bus: Bus,
    migrate: 'run' | 'assert',
    events: EventMetrics,
  ) {
    const failed = (error: unknown) =>
      runAsService(service, () => this.logger.warn('Work in the background failed', error));
    this.outbox = new Outbox(database, headersOfCall);
    const publish: PublishEvent = async (subject, ...event) => {
      await publishEncoded(bus, subject, ...event);
      events.stored(subject);
    };
    this.relay = new OutboxRelay(database, this.outbox, publish, failed);
    this.jobs = new Jobs(database, failed, headersOfCall, migrate);
    this.deadLetters = new DeadLetters(database);
  }

  /** Waits for Postgres and logs the wait. Returns undefined for a service without a schema. */
  static async open(
    definition: ServiceDefinition,
    settings: PlatformSettings,
    { databaseUrlOf, stopping: signal }: ServiceHost,
    bus: Bus,
    events: EventMetrics,
  ): Promise<ServiceStore | undefined> {
    const { name, schema, migrations, module, sealingLabel = name } = definition;
    if (schema === undefined) return undefined;
    const url = databaseUrlOf(schema);
    if (url === undefined)
      throw new StartError(
        `${name} needs PostgreSQL: set DATABASE_URL, or use npm start, which includes one.`,
      );
    const logger = new Logger('Database');
    const onConnectionLost = (error: unknown) => {
      if (!signal.aborted)
        runAsService(name, () => logger.warn(`PostgreSQL closed a connection: ${String(error)}`));
    };
    const applicationName = `argus-${name}`;
    const entities = entitiesOf(module);
    const migrate = settings.DEPLOYMENT === 'cluster' ? 'assert' : 'run';
    const migrationUrl = settings.DATABASE_MIGRATION_URL;
    const place = { url, migrationUrl, schema, entities, migrations, migrate, applicationName } as const;
    const options = { ...place, signal, onConnectionLost };
    const database = await waitForDatabase(url, name, (onWaiting) => openDatabase({ ...options, onWaiting }));
    try {
      const keys = sealingLabel === null ? undefined : await openDataKeys(database, settings, sealingLabel);
      return new ServiceStore(name, database, keys, bus, migrate, events);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  get providers(): Provider[] {
    return [
      { provide: Database, useValue: this.database },
      { provide: Outbox, useValue: this.outbox },
      { provide: Jobs, useValue: this.jobs },
      ...(this.keys
        ? [
            { provide: DataKeys, useValue: this.keys },
            { provide: Sealer, useValue: this.keys.sealer },
          ]
        : []),
    ];
  }

  /** Runs creating calls with an Idempotency-Key once. */
  get callGuard(): CallGuard | undefined {
    return this.keys && idempotent(this.database, new IdempotentReplies(this.database, this.keys.sealer));
  }

  measure(metrics: Metrics): void {
    metrics.gauge(
      {
        name: 'argus_outbox_oldest_unpublished_seconds',
        help: 'Age of the oldest event that is not published yet',
      },
      () => this.relay.oldestUnpublishedSeconds(),
    );
    metrics.gauge(
      { name: 'argus_dead_letters', help: 'Events that were given up and wait for a person' },
      () => this.deadLetters.count(),
    );
  }

  /** Creates the queues, so that jobs can be sent. Jobs run after `start`. */
  async employ(workers: readonly Employment[], metrics: Metrics): Promise<void> {
    if (workers.length === 0) return;
    this.workers = workers;
    await this.jobs.start();
    for (const { binding: queue } of workers) {
      const help = 'Jobs that wait or run';
      metrics.gauge(
        { name: 'argus_jobs_pending', help, labelNames: ['queue'] },
        () => this.jobs.depth(queue),
        {
          queue: queue.name,
        },
      );
    }
  }

  /** Starts publishing events and running jobs. Their handlers must be bound before. */
  async start(): Promise<void> {
    for (const { binding: queue, instance } of this.workers) {
      await this.jobs.work(queue, (payload, attempt) => {
        const own = newContext(queue.expireSeconds * 1000);
        const { 'request-id': requestId = own.requestId, traceparent: sent } = attempt.headers;
        return runAsService(this.service, async () => {
          const span = openSpan('consumer', queue.name, 'postgresql', sent);
          const { traceparent } = span;
          const call = { ...own, requestId, ...(traceparent !== undefined && { traceparent }) };
          let code = 'FAILED';
          try {
            await span.run(() => runInContext(call, () => instance.run(payload, attempt)));
            code = 'OK';
          } finally {
            span.end(code);
          }
        });
      });
    }
    this.relay.start();
  }

  /** Publishes again what a new or emptied event store lacks. */
  eventStoreOpened(identity: string): void {
    this.relay
      .eventStoreOpened(identity)
      .catch((error: unknown) => this.logger.error('The event store could not be compared', error));
  }

  /** Deletes expired messages and replies. */
  forget(): Promise<void> {
    return new StoreRetention(this.database).sweep();
  }

  keepDeadLetter(letter: UndeliverableEvent): Promise<void> {
    return this.deadLetters.keep(letter);
  }

  /** Gives letters that an operator asked to replay to their consumers again; the inbox knows what had its effect. */
  replayDeadLetters(consumers: ReadonlyMap<string, EventHandler>): Promise<void> {
    return this.deadLetters.replay(this.service, async ({ subject, eventId, headers, payload }) => {
      const handle = consumers.get(subject);
      if (!handle) throw new Error(`${this.service} does not consume ${subject} any more`);
      await handle({ headers, payload }, eventId);
    });
  }

  /** Waits for the running jobs and publishes what is due. */
  async stop(): Promise<void> {
    if (this.workers.length > 0) await this.jobs.stop();
    await this.relay.stop();
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
