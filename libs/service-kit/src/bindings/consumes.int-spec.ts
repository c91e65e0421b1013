import { randomUUID } from 'node:crypto';
import { event, Field, text } from '@argus/contracts';
import { NatsBus } from '@argus/messaging';
import { eventually, startNats, type TestNats } from '@argus/testing';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { defineSettings } from '../settings/define-settings.js';
import { Consumes } from './events.js';

const MAX_DELIVERIES = 3;

class Guest {
  @Field(text()) name!: string;
}
const arrived = event({
  subject: 'evt.reception.guest-arrived.v1',
  summary: 'A guest arrived',
  payload: Guest,
});

/** Name of the guest in each delivery. */
const deliveries: string[] = [];
let failuresLeft = 0;

@Injectable()
class GuestConsumer {
  /** Writes first, so that a failure has something to roll back. */
  @Consumes(arrived)
  async arrived({ name }: Guest, tx: EntityManager): Promise<void> {
    deliveries.push(name);
    await tx.query('INSERT INTO visit (name) VALUES ($1)', [name]);
    if (failuresLeft-- > 0) throw new Error('the book is closed');
  }
}

@Module({ providers: [GuestConsumer] })
class ReceptionModule {}

/* Without a unique key, so that a second effect shows. */
class Visits1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE visit (name text NOT NULL)');
  }
  async down(): Promise<void> {
    return;
  }
}

const reception: ServiceDefinition = {
  name: 'reception',
  schema: 'reception',
  module: ReceptionModule,
  settings: defineSettings('reception', {}),
  migrations: [Visits1764000100000],
};

describe('@Consumes over NATS and Postgres', () => {
  let nats: TestNats;
  let replica: ServiceReplica;

  beforeAll(async () => {
    nats = await startNats();
    const delivery = { maxDeliveries: MAX_DELIVERIES, ackWaitMs: 5_000, backoffMs: [10] };
    replica = await ServiceReplica.start(reception, {
      connectBus: (name, observer) => NatsBus.connect({ servers: nats.url, name, observer, delivery }),
    });
  });
  afterAll(async () => {
    await replica.stop();
    await nats.stop();
  });
  beforeEach(() => {
    deliveries.length = 0;
    failuresLeft = 0;
  });

  const arrive = (name: string, id = randomUUID()) => replica.publish(arrived, { name }, id);
  const visits = async (): Promise<string[]> =>
    (await replica.database.query<{ name: string }>('SELECT name FROM visit')).map(({ name }) => name);
  const visitsOf = async (name: string) => (await visits()).filter((one) => one === name).length;
  const delivered = (name: string) =>
    eventually(visits, (names) => names.includes(name)).then(() => undefined);
  const remembered = (id: string) =>
    replica.database.query('SELECT consumer FROM inbox_message WHERE event_id = $1', [id]);

  it('@Consumes: rolls back when the method fails, and the next delivery has its effect once', async () => {
    failuresLeft = 1;
    const id = randomUUID();
    await arrive('Ada', id);
    await delivered('Ada');
    expect(deliveries).toEqual(['Ada', 'Ada']);
    expect(await visitsOf('Ada')).toBe(1);
    expect(await remembered(id)).toEqual([{ consumer: 'reception.guest-arrived' }]);
  });

  it('@Consumes: an event published twice has its effect once, even after the broker lost its store', async () => {
    const id = randomUUID();
    await arrive('Grace', id);
    await delivered('Grace');
    await arrive('Grace', id);
    await nats.kill();
    await nats.loseStore();
    await nats.restart();
    await eventually(
      () =>
        arrive('Grace', id).then(
          () => true,
          () => false,
        ),
      (published) => published,
    );
    /* Events of one subject come in order, so the second one has passed when the next has its effect. */
    await arrive('Edsger');
    await delivered('Edsger');
    expect(await visitsOf('Grace')).toBe(1);
    expect(deliveries).toEqual(['Grace', 'Edsger']);
  });

  it('@Consumes: an event whose deliveries all fail is a dead letter without effect, and the next event is handled', async () => {
    failuresLeft = MAX_DELIVERIES;
    const id = randomUUID();
    await arrive('Mallory', id);
    const [letter] = await eventually(
      () =>
        replica.database.query<Record<string, unknown>>(
          'SELECT consumer, subject, deliveries, error FROM dead_letter WHERE event_id = $1',
          [id],
        ),
      (letters) => letters.length > 0,
    );
    expect(letter).toMatchObject({
      consumer: 'reception',
      subject: arrived.subject,
      deliveries: MAX_DELIVERIES,
      error: expect.stringContaining('the book is closed'),
    });
    expect(deliveries).toEqual(['Mallory', 'Mallory', 'Mallory']);
    expect([await visitsOf('Mallory'), await remembered(id)]).toEqual([0, []]);
    await arrive('Barbara');
    await delivered('Barbara');
  });
});
