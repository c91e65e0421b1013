import type { DataSource, EntityManager } from 'typeorm';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { asCallerSees } from './database-errors.js';

/** A service's own schema. Passing failures of Postgres come out as DomainError UNAVAILABLE. */
export class Database {
  private readonly hooks = new WeakMap<EntityManager, (() => void)[]>();

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
    return this.#rows<T>({ name, text: sql, values: parameters });
  }

  /** A hot statement inside a transaction; `tx` is what `transaction` gave. */
  async preparedIn<T extends object>(
    tx: EntityManager,
    name: string,
    sql: string,
    parameters: unknown[] = [],
  ): Promise<T[]> {
    const client = (await tx.queryRunner!.connect()) as PoolClient;
    return (await client.query<T>({ name, text: sql, values: parameters })).rows;
  }

  /** All or nothing; what was given to `afterCommit` runs once it is durable. */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
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

  /** For wake-ups only: a hook is lost when the process dies right after the commit. */
  afterCommit(tx: EntityManager, hook: () => void): void {
    const hooks = this.hooks.get(tx);
    if (hooks === undefined) throw new Error('Not a manager of Database.transaction');
    hooks.push(hook);
  }

  async #rows<T extends object>(query: QueryConfig): Promise<T[]> {
    try {
      return (await this.pool.query<T>(query)).rows;
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
