import pg from 'pg';
import { StoredTime } from '../columns/stored-time.js';
import { type DescribedStatements, type NamedStatement, PreparedQuery } from './prepared-query.js';

/* The driver writes a Date, which a StoredTime is, to the millisecond. */
const isRounded = (value: unknown): boolean =>
  value instanceof StoredTime || (Array.isArray(value) && value.some((each) => each instanceof StoredTime));

const exact = (value: unknown): unknown => {
  if (value instanceof StoredTime) return value.exact;
  return isRounded(value) ? (value as unknown[]).map(exact) : value;
};

const allExact = (values: unknown): unknown =>
  Array.isArray(values) && values.some(isRounded) ? values.map(exact) : values;

type Answered = (error: Error | null, result?: unknown) => void;

/** What has a name and a text only; a query that streams its rows, or reads them as lists, is the driver's own. */
function asNamed(query: unknown): NamedStatement | undefined {
  const { name, text, submit, rowMode, types } = (query ?? {}) as Record<string, unknown>;
  const isPlain = submit === undefined && rowMode === undefined && types === undefined;
  return isPlain && typeof name === 'string' && typeof text === 'string'
    ? (query as NamedStatement)
    : undefined;
}

/**
 * A connection that passes times of the database back to it with their microseconds, whatever way a statement takes, and has the rows of a
 * prepared statement described once.
 */
export class ExactClient extends pg.Client {
  private readonly described: DescribedStatements = new Map();

  override query(query: unknown, values?: unknown, callback?: unknown): never {
    const named = asNamed(query);
    if (named) return this.#prepared(named, values, callback) as never;
    /* The values of an object stay in it: it may be one that streams its rows. */
    const holder = query as { values?: unknown } | undefined;
    if (Array.isArray(holder?.values) && holder.values.some(isRounded))
      holder.values = allExact(holder.values);
    return super.query(query as never, allExact(values) as never, callback as never) as never;
  }

  #prepared({ name, text, values: own }: NamedStatement, values: unknown, callback: unknown): unknown {
    const given = typeof values === 'function' ? own : (values ?? own);
    const query = new PreparedQuery({ name, text, values: allExact(given) as unknown[] }, this.described);
    const answered = (typeof values === 'function' ? values : callback) as Answered | undefined;
    if (answered) return super.query(query as never, answered as never);
    return new Promise<unknown>((resolve, reject) => {
      const settle: Answered = (error, result) => (error ? reject(error) : resolve(result));
      void super.query(query as never, settle as never);
    }).catch((error: Error) => {
      /* As the driver: the stack leads to who asked. */
      Error.captureStackTrace(error);
      throw error;
    });
  }
}
