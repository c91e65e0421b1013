import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { Database } from '@argus/persistence';

interface Client {
  query(...parameters: unknown[]): unknown;
  readonly connection: { readonly stream: EventEmitter };
}

/** Counts how often statements were sent after an answer: what travels together counts once. */
class Counter {
  statements = 0;
  trips = 0;
  readonly #answered = new Map<Client, boolean>();

  sent(client: Client): void {
    this.statements++;
    if (!this.#answered.has(client))
      client.connection.stream.on('data', () => this.#answered.set(client, true));
    if (this.#answered.get(client) !== false) this.trips++;
    this.#answered.set(client, false);
  }
}

const counting = new AsyncLocalStorage<Counter>();
const counted = new WeakSet<object>();

/**
 * Returns how many statements the work sends to Postgres, and in how many round trips. Those of other work, such as the relay of the
 * outbox, do not count.
 */
export async function roundTrips(
  { pool }: Database,
  work: () => Promise<unknown>,
): Promise<{ readonly statements: number; readonly trips: number }> {
  const { prototype } = (pool as unknown as { Client: { prototype: Client } }).Client;
  if (!counted.has(prototype)) {
    counted.add(prototype);
    const query: (this: Client, ...parameters: unknown[]) => unknown = Reflect.get(prototype, 'query');
    Reflect.set(prototype, 'query', function (this: Client, ...parameters: unknown[]) {
      counting.getStore()?.sent(this);
      return query.apply(this, parameters);
    });
  }
  const counter = new Counter();
  await counting.run(counter, work);
  const { statements, trips } = counter;
  return { statements, trips };
}
