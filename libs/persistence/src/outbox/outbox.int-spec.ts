import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { event, Field, integer } from '@argus/contracts';
import { TestSchemas } from '@argus/testing/postgres';
import { type Database, Outbox, OutboxRelay, told } from '../index.js';

class Counted {
  @Field(integer()) number!: number;
}
const counted = event({
  subject: 'evt.test.thing-counted.v1',
  payload: Counted,
  summary: 'An event of this test',
});

let schemas: TestSchemas;
let database: Database;

beforeAll(async () => {
  schemas = await TestSchemas.create();
  database = await schemas.open('outbox_test');
});
afterAll(() => schemas.remove());

describe('the outbox', () => {
  it('OutboxRelay sends the events of a batch in their order and waits for none before the next', async () => {
    const outbox = new Outbox(database);
    const numbers = [0, 1, 2, 3, 4];
    await database.transaction((tx) =>
      outbox.appendAll(
        tx,
        counted,
        numbers.map((number) => ({ number })),
      ),
    );
    const sent: number[] = [];
    const all = Promise.withResolvers<void>();
    const relay = new OutboxRelay(database, outbox, (_subject, _id, payload) => {
      sent.push((payload as Counted).number);
      if (sent.length === numbers.length) all.resolve();
      return all.promise;
    });
    await relay.flush();
    expect(sent).toEqual(numbers);
  });

  it('Outbox.write: the effect and its event are of one transaction, and no row has no event', async () => {
    const outbox = new Outbox(database, () => ({ 'request-id': 'r2' }));
    const eventId = randomUUID();
    let woken = 0;
    outbox.onAppended(() => woken++);
    const enter = (consumer: string) =>
      outbox.write<{ number: number }>({
        name: 'test-effect',
        sql: `effect AS (INSERT INTO inbox_message (consumer, event_id) VALUES ($1, $2)
          ON CONFLICT DO NOTHING RETURNING consumer, length(consumer) AS number)`,
        parameters: [consumer, eventId],
        events: [told(counted, {}, { number: 'number' })],
      });
    const eventsOf = (number: number) =>
      database.query<{ payload: unknown; headers: unknown; together: boolean }>(
        `SELECT payload, headers, outbox_message.xmin = inbox_message.xmin AS together
           FROM outbox_message LEFT JOIN inbox_message ON length(consumer) = $1 AND consumer LIKE 'write%'
          WHERE payload = jsonb_build_object('number', $1::int)`,
        [number],
      );
    expect(await enter('write'.padEnd(101))).toMatchObject([{ number: 101 }]);
    expect(await eventsOf(101)).toEqual([
      { payload: { number: 101 }, headers: { 'request-id': 'r2' }, together: true },
    ]);
    expect(woken).toBe(1);
    expect(await enter('write'.padEnd(101))).toEqual([]);
    expect([(await eventsOf(101)).length, woken]).toEqual([1, 1]);

    const failed = database.transaction(async () => {
      await enter('write'.padEnd(102));
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect([(await eventsOf(102)).length, woken]).toEqual([0, 1]);
    await database.transaction(async () => {
      await enter('write'.padEnd(103));
      expect(woken).toBe(1);
    });
    expect([(await eventsOf(103)).length, woken]).toEqual([1, 2]);
  });

  it('Outbox.onlyWhere: while nobody listens the effect stands and no event is written, alone or in a transaction', async () => {
    const outbox = new Outbox(database);
    outbox.onlyWhere(counted, "EXISTS (SELECT FROM inbox_message WHERE consumer = 'listener')");
    const enter = (consumer: string) =>
      outbox.write({
        name: 'test-heard-effect',
        sql: `effect AS (INSERT INTO inbox_message (consumer, event_id) VALUES ($1, gen_random_uuid())
          RETURNING length(consumer) AS number)`,
        parameters: [consumer],
        events: [told(counted, {}, { number: 'number' })],
      });
    const append = (number: number) => database.transaction((tx) => outbox.append(tx, counted, { number }));
    await enter('heard'.padEnd(201));
    await append(202);
    await database.query(
      "INSERT INTO inbox_message (consumer, event_id) VALUES ('listener', gen_random_uuid())",
    );
    await enter('heard'.padEnd(203));
    await append(204);
    const events = await database.query<{ number: number }>(
      "SELECT (payload->>'number')::int AS number FROM outbox_message WHERE (payload->>'number')::int > 200 ORDER BY 1",
    );
    expect(events.map(({ number }) => number)).toEqual([203, 204]);
    const effects = await database.query("SELECT FROM inbox_message WHERE consumer LIKE 'heard%'");
    expect(effects).toHaveLength(2);
  });
});
