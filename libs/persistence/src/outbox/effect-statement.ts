import type { EventSpec } from '@argus/contracts';

/** An effect that one statement has, with the events that tell of it. */
export interface Effect {
  /** Names the prepared statement. With it the parameters' order, the events and their columns are always the same. */
  readonly name: string;
  /** Common table expressions. The one called `effect` has the rows that the statement returns and the events tell of. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** One event of each for every row of `effect`, in this order. */
  readonly events: readonly ToldEvent[];
}

/** An event about a row of an effect. */
export interface ToldEvent {
  readonly subject: string;
  /** What is known before the statement. */
  readonly known: object;
  /** Columns of the effect by the fields of the payload that they fill. */
  readonly columns: Readonly<Record<string, string>>;
}

/** Returns an event about a row of an effect. The known fields and the columns are the whole payload. */
export const told = <T extends object, K extends keyof T & string>(
  { subject }: EventSpec<T>,
  known: Omit<T, K>,
  columns: Readonly<Record<K, string>>,
): ToldEvent => ({ subject, known, columns });

/**
 * Returns one statement for an effect and its outbox rows: one transaction in one round trip.
 * @param conditions SQL that must hold for an event, by its subject
 */
export function effectStatement(
  { sql, parameters, events }: Effect,
  headers: Readonly<Record<string, string>>,
  conditions: ReadonlyMap<string, string>,
): { text: string; values: unknown[] } {
  const values = [...parameters];
  const place = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const sent = place(JSON.stringify(headers), 'jsonb');
  const rows = events.map(({ subject, known, columns }) => {
    const fields = Object.entries(columns).map(([field, column]) => `'${field}', effect."${column}"`);
    const payload = `${place(JSON.stringify(known), 'jsonb')} || jsonb_build_object(${fields.join(', ')})`;
    return `SELECT gen_random_uuid(), ${place(subject, 'text')}, ${payload}, ${sent} FROM effect WHERE ${conditions.get(subject) ?? 'true'}`;
  });
  const text = `WITH ${sql}, told AS (
    INSERT INTO outbox_message (id, subject, payload, headers) ${rows.join(' UNION ALL ')}
  ) SELECT * FROM effect`;
  return { text, values };
}
