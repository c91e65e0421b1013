import {
  DatabaseError,
  type PoolClient,
  type Query,
  type QueryConfig,
  type QueryResult,
  type QueryResultRow,
} from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { isRefusedAfterFailure } from './database-errors.js';
import { inStatementSpan } from './statement-span.js';

/* What the mapper's runner and the driver's client do not declare, or only for reading. */
type Runner = QueryRunner & {
  isTransactionActive: boolean;
  releasePostgresConnection(error?: Error): Promise<void>;
};
type Client = PoolClient & { pipeline: boolean };

/**
 * A transaction on a connection of its own. Statements reach Postgres in their order, and wait for the answers to earlier ones only
 * where their callers do. So BEGIN travels with the first statement, and what is sent last with COMMIT (ADR 88).
 */
export class Transaction {
  readonly tx: EntityManager;
  /** What runs after the commit. */
  readonly hooks: (() => void)[] = [];
  #isOpen = true;
  #savepoints = 0;
  /** Resolves when every statement so far is answered, as answers come in order. */
  #answered: Promise<unknown> = Promise.resolve();
  /** Why the transaction cannot commit: the error of the first statement that failed. */
  #failure: Error | undefined;
  /** Why nobody may use the connection again. */
  #broken: Error | undefined;

  private constructor(
    runner: Runner,
    private readonly client: Client,
  ) {
    this.tx = runner.manager;
    /* The mapper's statements, too, are counted and refused here. */
    runner.connect = () => Promise.resolve(this);
    /* Its `save` and `remove` then begin no transactions of their own. */
    runner.isTransactionActive = true;
  }

  static async run<T>(dataSource: DataSource, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const runner = dataSource.createQueryRunner() as Runner;
    const client = (await runner.connect()) as Client;
    const transaction = new Transaction(runner, client);
    client.pipeline = true;
    try {
      /* It fails with its connection only; so the statement behind it never runs alone. */
      transaction.send({ text: 'BEGIN' });
      const result = await work(transaction);
      await transaction.#commit();
      return result;
    } catch (error) {
      await transaction.#end('ROLLBACK').catch(() => undefined);
      throw transaction.#causeOf(error);
    } finally {
      client.pipeline = false;
      await runner.releasePostgresConnection(transaction.#broken);
    }
  }

  /** Throws once the transaction ended: a late statement would commit by itself, or in the next transaction of the connection. */
  query<R extends QueryResultRow>(query: QueryConfig | string, values?: unknown[]): Promise<QueryResult<R>> {
    this.#assertOpen();
    const answer = inStatementSpan(query, () => this.client.query<R>(query as QueryConfig, values));
    this.#answered = answer.catch((error: Error) => this.#failed(error));
    return answer;
  }

  /** Sends a statement without waiting for its answer. If it fails, so does the transaction, with the error of the statement. */
  send(query: QueryConfig): void {
    /* What follows at once goes in the same packet. */
    const { stream } = this.client.connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    void this.query(query);
  }

  /** Sends a statement that emits its rows. */
  emit<R extends QueryResultRow>(query: Query<R>): void {
    this.#assertOpen();
    this.#answered = new Promise<void>((resolve) => {
      query.on('end', () => resolve());
      query.on('error', (error) => {
        this.#failed(error);
        resolve();
      });
    });
    this.client.query(query);
  }

  /** Runs `work` as a part that is rolled back alone when it fails. One at a time. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `inner_${++this.#savepoints}`;
    this.send({ text: `SAVEPOINT ${name}` });
    try {
      const result = await work();
      await this.#assertAnswered();
      this.send({ text: `RELEASE SAVEPOINT ${name}` });
      return result;
    } catch (error) {
      const cause = this.#causeOf(error);
      const isUndone = await this.query(`ROLLBACK TO SAVEPOINT ${name}`).then(
        () => true,
        () => false,
      );
      if (isUndone) this.#failure = this.#broken;
      throw cause;
    }
  }

  /** Gives the client to `work` alone, for COPY, which no other statement may overtake. */
  async alone<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    await this.#assertAnswered();
    this.client.pipeline = false;
    const result = await work(this.client);
    /* After a failure the rest waits its turn, as a COPY may not have ended yet. */
    this.client.pipeline = true;
    return result;
  }

  async #commit(): Promise<void> {
    if (this.#failure) throw this.#failure;
    /* Postgres makes a ROLLBACK of the COMMIT after a failed statement, and says so. */
    const { command } = await this.#end('COMMIT');
    if (command !== 'COMMIT') throw this.#failure ?? new Error('Postgres rolled the transaction back');
  }

  async #end(command: 'COMMIT' | 'ROLLBACK'): Promise<QueryResult> {
    this.#isOpen = false;
    try {
      return await inStatementSpan(command, () => this.client.query(command));
    } catch (error) {
      this.#failed(error as Error);
      if (command === 'ROLLBACK') this.#broken ??= error as Error;
      throw error;
    }
  }

  /**
   * What fails outside of Postgres has lost its connection, or could not be sent: then no savepoint brings it back, and the driver
   * takes the statement for prepared that it is not.
   */
  #failed(error: Error): void {
    this.#failure ??= error;
    if (!(error instanceof DatabaseError)) this.#broken ??= error;
  }

  #assertOpen(): void {
    if (!this.#isOpen) throw new Error('The transaction has ended');
  }

  async #assertAnswered(): Promise<void> {
    await this.#answered;
    if (this.#failure) throw this.#failure;
  }

  /** Returns why statements were refused: the error of an earlier one. */
  #causeOf(error: unknown): unknown {
    return isRefusedAfterFailure(error) ? (this.#failure ?? error) : error;
  }
}
