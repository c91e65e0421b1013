import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import pg, { type Pool, type PoolClient, type QueryConfig } from 'pg';
import { asCallerSees } from './database-errors.js';
import { statementName } from './statement-name.js';

/** A service's own schema. Passing failures of Postgres come out as DomainError UNAVAILABLE. */
export class Database {
  private readonly hooks = new WeakMap<EntityManager, (() => void)[]>();
  private readonly scopes = new AsyncLocalStorage<Scope | undefined>();

  constructor(
    readonly dataSource: DataSource,
    readonly schema: string,
    /** The data source's own pool, for plain SQL without the mapper's cost. */
    readonly pool: Pool,
  ) {}

  /** Rows of one statement, outside of any transaction. */
  query<T extends object>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.#rows<T>({ text: sql, values: parameters });
  }

  /**
   * The same for hot statements: planned once per connection and name, which saves a third of a short read's time.
   * A name stands for one text; name the columns, for the plan must outlive migrations.
   */
  prepared<T extends object>(name: string, sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.#rows<T>({ name: statementName(name), text: sql, values: parameters });
  }

  /**
   * Gives rows one by one as they come from Postgres, for many of which only a little is kept. What `take` throws is thrown
   * here, after the last row.
   */
  async each<T extends object>(
    name: string,
    sql: string,
    parameters: unknown[],
    take: (row: T) => void,
  ): Promise<void> {
    const around = this.#around();
    try {
      const client = around
        ? ((await around.queryRunner!.connect()) as PoolClient)
        : await this.pool.connect();
      try {
        await rowByRow(client, { name: statementName(name), text: sql, values: parameters }, take);
      } finally {
        if (!around) client.release();
      }
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /** A hot statement inside a transaction; `tx` is what `transaction` gave. */
  async preparedIn<T extends object>(
    tx: EntityManager,
    name: string,
    sql: string,
    parameters: unknown[] = [],
  ): Promise<T[]> {
    const client = (await tx.queryRunner!.connect()) as PoolClient;
    return (await client.query<T>({ name: statementName(name), text: sql, values: parameters })).rows;
  }

  /**
   * All or nothing; what was given to `afterCommit` runs once it is durable. Inside `together` it is a part of that
   * transaction, undone alone when it fails.
   */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const around = this.#around();
    if (around) return this.#inside(around, work);
    let hooks: (() => void)[] = [];
    try {
      const result = await this.dataSource.transaction(async (tx) => {
        hooks = [];
        this.hooks.set(tx, hooks);
        return work(tx);
      });
      for (const hook of hooks) hook();
      return result;
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /**
   * One transaction for all that the work does with this database, also where it knows nothing of it: transactions and
   * statements inside join it. For work that runs one statement after the other.
   */
  together<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.transaction(async (tx) => {
      const scope = { tx, isOpen: true };
      try {
        return await this.scopes.run(scope, () => work(tx));
      } finally {
        scope.isOpen = false;
      }
    });
  }

  /** Work that is none of the transaction around: what must stay although that fails, and other calls. */
  apart<T>(work: () => T): T {
    return this.scopes.getStore() === undefined ? work() : this.scopes.run(undefined, work);
  }

  /** For wake-ups only: a hook is lost when the process dies right after the commit. */
  afterCommit(tx: EntityManager, hook: () => void): void {
    const hooks = this.hooks.get(tx);
    if (hooks === undefined) throw new Error('Not a manager of Database.transaction');
    hooks.push(hook);
  }

  async #rows<T extends object>(query: QueryConfig): Promise<T[]> {
    try {
      const around = this.#around();
      const client = around ? ((await around.queryRunner!.connect()) as PoolClient) : this.pool;
      return (await client.query<T>(query)).rows;
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /** A savepoint. */
  async #inside<T>(around: EntityManager, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await around.transaction(work);
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /** What outlives the transaction that it was started in is none of it any more. */
  #around(): EntityManager | undefined {
    const scope = this.scopes.getStore();
    return scope?.isOpen ? scope.tx : undefined;
  }

  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

interface Scope {
  readonly tx: EntityManager;
  isOpen: boolean;
}

/* What is thrown where pg emits a row would end the process. */
function rowByRow<T extends object>(
  client: PoolClient,
  config: QueryConfig,
  take: (row: T) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: { error: Error } | undefined;
    const query = client.query(new pg.Query<T>(config));
    query.on('row', (row: T) => {
      if (failed) return;
      try {
        take(row);
      } catch (error) {
        failed = { error: error as Error };
      }
    });
    query.on('error', reject);
    query.on('end', () => {
      if (failed) reject(failed.error);
      else resolve();
    });
  });
}
