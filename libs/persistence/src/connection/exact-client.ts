import pg from 'pg';
import { StoredTime } from '../columns/stored-time.js';

/* The driver writes a Date, which a StoredTime is, to the millisecond. */
const isRounded = (value: unknown): boolean =>
  value instanceof StoredTime || (Array.isArray(value) && value.some((each) => each instanceof StoredTime));

const exact = (value: unknown): unknown => {
  if (value instanceof StoredTime) return value.exact;
  return isRounded(value) ? (value as unknown[]).map(exact) : value;
};

const allExact = (values: unknown): unknown =>
  Array.isArray(values) && values.some(isRounded) ? values.map(exact) : values;

/** A connection that passes times of the database back to it with their microseconds, whatever way a statement takes. */
export class ExactClient extends pg.Client {
  override query(query: unknown, values?: unknown, callback?: unknown): never {
    /* The values of an object stay in it: it may be one that streams its rows. */
    const holder = query as { values?: unknown } | undefined;
    if (Array.isArray(holder?.values) && holder.values.some(isRounded))
      holder.values = allExact(holder.values);
    return super.query(query as never, allExact(values) as never, callback as never) as never;
  }
}
