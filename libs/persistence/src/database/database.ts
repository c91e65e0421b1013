import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import pg, { type Pool, type PoolClient, type Query, type QueryConfig } from 'pg';
import { asCallerSees } from './database-errors.js';
import { statementName } from './statement-name.js';
import { inStatementSpan } from './statement-span.js';
import { Transaction } from './transaction.js';

/** A service's own schema. Transient failures of Postgres are thrown as DomainError UNAVAILABLE. */
export class Database {
  private readonly transactions = new WeakMap<EntityManager, Transaction>();
  private readonly scopes = new AsyncLocalStorage<Scope | undefined>();

  constructor(
    readonly dataSource: DataSource,
    readonly schema: string,
    /** The data source's pool, for SQL without the cost of the mapper. */
    readonly pool: Pool,
  ) {}

  /** Runs one statement in a transaction of its own, or in the surrounding one. */
  query<T extends object>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.#rows<T>({ text: sql, values: parameters });
  }

  /**
   * Like `query` for hot statements: planned once per connection and name, which saves a third of a short read's time.
   * Use one name for one text, and list columns instead of `*`, as plans must survive migrations.
   */
  prepared<T extends object>(name: string, sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.#rows<T>({ name: statementName(name), text: sql, values: parameters });
  }

  /**
   * Passes rows to `take` one by one as they arrive, so a large result need not fit in memory. Throws an error of `take`
   * after the last row.
   */
  async each<T extends object>(
    name: string,
    sql: string,
    parameters: unknown[],
    take: (row: T) => void,
  ): Promise<void> {
    const config = { name: statementName(name), text: sql, values: parameters };
    const surrounding = this.#surrounding();
    try {
      if (surrounding) return await rowByRow((query) => surrounding.emit(query), config, take);
      const client = await this.pool.connect();
      try {
        await inStatementSpan(config, () => rowByRow((query) => client.query(query), config, take));
      } finally {
        client.release();
      }
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /** Like `prepared`, inside the transaction that `transaction` passed to its work. */
  async preparedIn<T extends object>(
    tx: EntityManager,
    name: string,
    sql: string,
    parameters: unknown[] = [],
  ): Promise<T[]> {
    const query = { name: statementName(name), text: sql, values: parameters };
    return (await this.#transactionOf(tx).query<T>(query)).rows;
  }

  /**
   * Sends a statement whose rows nobody needs inside the transaction that `transaction` passed to its work. It travels with what
   * follows it, at the latest with the commit, and is prepared by name. If it fails, so does the transaction, with its error.
   */
  sendIn(tx: EntityManager, name: string, sql: string, parameters: unknown[] = []): void {
    this.#transactionOf(tx).send({ name: statementName(name), text: sql, values: parameters });
  }

  /** Gives the connection of the transaction to `work` alone, for COPY. */
  copyIn<T>(tx: EntityManager, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.#transactionOf(tx).alone(work);
  }

  /**
   * Runs `work` in a transaction, then the `afterCommit` hooks. Every statement and transaction inside joins it, also where no
   * `tx` is passed: a second connection could wait for locks that this one holds. An inner transaction is a savepoint, rolled
   * back alone when it fails. Inner transactions that start side by side run one after another, and the commit waits for those
   * that nobody awaited.
   */
  async transaction<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const scope = this.scopes.getStore();
    if (scope?.isOpen) return this.#savepoint(scope, work);
    let hooks: readonly (() => void)[] = [];
    try {
      const result = await Transaction.run(this.dataSource, (transaction) => {
        hooks = transaction.hooks;
        this.transactions.set(transaction.tx, transaction);
        return this.#inScope(transaction, work);
      });
      for (const hook of hooks) hook();
      return result;
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /** Whether the caller runs inside a transaction. */
  get isInTransaction(): boolean {
    return this.#surrounding() !== undefined;
  }

  /** Runs `work` outside the surrounding transaction, so it is kept even if that transaction rolls back. */
  outsideTransaction<T>(work: () => T): T {
    return this.scopes.getStore() === undefined ? work() : this.scopes.run(undefined, work);
  }

  /**
   * Runs repository calls in `tx`, else in the surrounding transaction, else outside any transaction:
   * `database.entities((manager) => manager.findOneBy(Alert, { id }))`.
   */
  async entities<T>(work: (manager: EntityManager) => Promise<T>, tx?: EntityManager): Promise<T> {
    try {
      return await work(tx ?? this.#surrounding()?.tx ?? this.dataSource.manager);
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /**
   * Without `tx`: after the surrounding transaction, or at once where there is none. For wake-ups only: hooks are lost if the process dies
   * right after the commit.
   */
  afterCommit(tx: EntityManager | undefined, hook: () => void): void {
    const transaction = tx ? this.#transactionOf(tx) : this.#surrounding();
    if (transaction === undefined) return hook();
    transaction.hooks.push(hook);
  }

  #transactionOf(tx: EntityManager): Transaction {
    const transaction = this.transactions.get(tx);
    if (transaction === undefined) throw new Error('Not a manager of Database.transaction');
    return transaction;
  }

  async #rows<T extends object>(query: QueryConfig): Promise<T[]> {
    try {
      const surrounding = this.#surrounding();
      const { rows } = await (surrounding
        ? surrounding.query<T>(query)
        : inStatementSpan(query, () => this.pool.query<T>(query)));
      return rows;
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  /* Savepoints are a stack: interleaved ones would release each other and leave the connection in a failed transaction. */
  async #savepoint<T>(scope: Scope, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const { transaction } = scope;
    const inner = scope.lastInner.then(() => transaction.savepoint(() => this.#inScope(transaction, work)));
    scope.lastInner = inner.catch(() => undefined);
    try {
      return await inner;
    } catch (error) {
      throw asCallerSees(error);
    }
  }

  async #inScope<T>(transaction: Transaction, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    const scope: Scope = { transaction, isOpen: true, lastInner: Promise.resolve() };
    try {
      return await this.scopes.run(scope, () => work(transaction.tx));
    } finally {
      scope.isOpen = false;
      await scope.lastInner;
    }
  }

  /** After the transaction ended, late work no longer joins it. */
  #surrounding(): Transaction | undefined {
    const scope = this.scopes.getStore();
    return scope?.isOpen ? scope.transaction : undefined;
  }

  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

interface Scope {
  readonly transaction: Transaction;
  isOpen: boolean;
  /** Resolves when the inner transactions so far have ended. */
  lastInner: Promise<unknown>;
}

/* An error thrown in pg's row event would end the process. */
function rowByRow<T extends object>(
  send: (query: Query<T>) => void,
  config: QueryConfig,
  take: (row: T) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: { error: Error } | undefined;
    const query = new pg.Query<T>(config);
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
    send(query);
  });
}
