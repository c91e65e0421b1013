import { type JobWithMetadata, PgBoss } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { jobsSchema } from '../provision/login.js';
import { DueQueues } from './due-queues.js';
import { QueueWorker } from './queue-worker.js';
import type { QueueSpec } from './queue.js';

export interface JobAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** True if a failure is final. */
  readonly lastAttempt: boolean;
  /** Request id and trace of the call that sent the job. */
  readonly headers: Readonly<Record<string, string>>;
}
export type JobHandler<P extends object> = (payload: P, attempt: JobAttempt) => Promise<void>;

/** Content of a job's row. */
interface Envelope<P extends object> {
  readonly payload: P;
  readonly headers: Record<string, string>;
}

interface StructuredResult {
  readonly records: unknown[];
}

/* After this silence a worker counts as dead and others take its jobs. pg-boss allows no less. */
const HEARTBEAT_SECONDS = 10;

/**
 * Durable jobs in the service's own Postgres (pg-boss). They are sent in the transaction that accepts the work and start
 * right after its commit. They are retried with backoff; other replicas take over those of a dead process.
 */
export class Jobs {
  private readonly boss: PgBoss;
  private readonly workers = new Map<string, QueueWorker>();
  private readonly dueQueues: DueQueues;
  private readonly queues = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void = () => undefined,
    /** Headers of the current call: request id and trace. */
    private readonly headersOfCall: () => Record<string, string> = () => ({}),
    /** `assert` refuses tables of another version of pg-boss, instead of bringing them up to date. */
    migrate: 'run' | 'assert' = 'run',
  ) {
    this.boss = new PgBoss({
      db: {
        /* Passed on unchanged: pg-boss also sends several statements at once and expects a list of results. */
        executeSql: (text, values) => database.pool.query(text, values),
      },
      schema: jobsSchema(database.schema),
      createSchema: false,
      migrate: migrate === 'run',
      schedule: false,
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
    });
    this.boss.on('error', onError);
    this.dueQueues = new DueQueues(database, jobsSchema(database.schema), {
      queues: () => [...this.workers.keys()],
      wake: (queue) => this.workers.get(queue)?.wake(),
      onError,
    });
  }

  async start(): Promise<void> {
    await this.boss.start();
  }

  /** Takes no more jobs and finishes the running ones. */
  async stop(): Promise<void> {
    await Promise.all([this.dueQueues.stop(), ...[...this.workers.values()].map((worker) => worker.stop())]);
    await this.boss.stop({ graceful: false, close: false });
  }

  /** The job exists if and only if the transaction commits. */
  async send(tx: EntityManager, queue: QueueSpec, payload: object): Promise<void> {
    await this.prepare(queue);
    const executeSql = async (text: string, values?: unknown[]) => {
      const result = (await tx.queryRunner?.query(text, values ?? [], true)) as StructuredResult;
      return { rows: result.records };
    };
    const envelope: Envelope<object> = { payload, headers: this.headersOfCall() };
    await this.boss.send(queue.name, envelope, { db: { executeSql } });
    this.database.afterCommit(tx, () => this.workers.get(queue.name)?.wake());
  }

  async work<P extends object>(queue: QueueSpec, handler: JobHandler<P>): Promise<void> {
    await this.prepare(queue);
    const worker = new QueueWorker(queue, {
      fetch: (max) => this.boss.fetch<object>(queue.name, { batchSize: max, includeMetadata: true }),
      run: (job) => this.attempt(queue, job as JobWithMetadata<Envelope<P>>, handler),
      onError: this.onError,
    });
    this.workers.set(queue.name, worker);
    worker.start();
    this.dueQueues.start();
  }

  /** Number of waiting and running jobs. */
  async depth(queue: Pick<QueueSpec, 'name'>): Promise<number> {
    const [row] = await this.database.query<{ depth: number }>(
      `SELECT count(*) AS depth FROM ${jobsSchema(this.database.schema)}.job
        WHERE name = $1 AND state IN ('created', 'retry', 'active')`,
      [queue.name],
    );
    return row?.depth ?? 0;
  }

  /** Returns how many jobs of the service wait or run, and for how long the longest that is due has waited. */
  async backlog(): Promise<{ readonly jobs: number; readonly waitedSeconds: number }> {
    const [row] = await this.database.query<{ jobs: number; waited: number }>(
      `SELECT count(*)::int AS jobs,
              coalesce(extract(epoch FROM now() - min(start_after) FILTER (WHERE state < 'active' AND start_after <= now())), 0)::float8 AS waited
         FROM ${jobsSchema(this.database.schema)}.job WHERE state <= 'active'`,
    );
    return { jobs: row!.jobs, waitedSeconds: row!.waited };
  }

  private async attempt<P extends object>(
    queue: QueueSpec,
    { id, data, retryCount, retryLimit }: JobWithMetadata<Envelope<P>>,
    handler: JobHandler<P>,
  ): Promise<void> {
    const alive = setInterval(
      () => void this.boss.touch(queue.name, id).catch(this.onError),
      HEARTBEAT_SECONDS * 300,
    );
    try {
      const { payload, headers } = data;
      await handler(payload, { attempt: retryCount + 1, lastAttempt: retryCount >= retryLimit, headers });
      await this.boss.complete(queue.name, id);
    } catch (error) {
      this.onError(error);
      await this.boss.fail(queue.name, id, {
        message: error instanceof Error ? error.message : String(error),
      });
      this.workers.get(queue.name)?.wakeIn(queue.retryDelaySeconds * 1000);
    } finally {
      clearInterval(alive);
    }
  }

  private async prepare(queue: QueueSpec): Promise<void> {
    if (this.queues.has(queue.name)) return;
    await this.boss.createQueue(queue.name, {
      retryLimit: queue.retryLimit,
      retryDelay: queue.retryDelaySeconds,
      retryBackoff: true,
      retryDelayMax: queue.maxRetryDelaySeconds,
      expireInSeconds: queue.expireSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
    });
    this.queues.add(queue.name);
  }
}
