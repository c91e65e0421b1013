import { randomBytes } from 'node:crypto';
import { Database, Jobs, openDatabase, Outbox, provision, Sealer } from '@argus/persistence';
import { platformSettings, readSettings } from '@argus/service-kit';
import { createDatabase, type TestDatabase } from '@argus/testing';
import type { Provider, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { equipmentService } from '../index.js';
import { equipmentSettings } from '../equipment.settings.js';

/** The equipment service as its module wires it, on a database of the test's own, without a bus. */
export interface EquipmentReplica {
  readonly database: Database;
  get<T>(provider: Type<T>): T;
  stop(): Promise<void>;
}

/* One for all replicas, as in a real installation. */
const key = randomBytes(32);

/** A schema of the service in a fresh database. */
export async function createSchema(): Promise<TestDatabase> {
  const place = await createDatabase();
  await provision(place.url, ['equipment']);
  return place;
}

export async function startReplica(
  place: TestDatabase,
  environment: Record<string, string> = {},
): Promise<EquipmentReplica> {
  const { entities, migrations } = equipmentService;
  const database = await openDatabase({ url: place.url, schema: 'equipment', entities: [...(entities ?? [])], migrations });
  const [settings, platform] = readSettings([equipmentSettings, platformSettings], environment);
  const jobs = new Jobs(database);
  await jobs.start();
  const providers: Provider[] = [
    { provide: Database, useValue: database },
    { provide: Outbox, useValue: new Outbox(database) },
    { provide: Jobs, useValue: jobs },
    { provide: Sealer, useValue: new Sealer(key) },
    { provide: equipmentSettings.token, useValue: settings },
    { provide: platformSettings.token, useValue: platform },
  ];
  const root = class Root {};
  const context: INestApplicationContext = await NestFactory.createApplicationContext(
    {
      module: root,
      global: true,
      imports: [equipmentService.module],
      providers,
      exports: [Database, Jobs, Outbox, Sealer, equipmentSettings.token, platformSettings.token],
    },
    { logger: false, abortOnError: false },
  );
  return {
    database,
    get: (provider) => context.get(provider, { strict: false }),
    stop: async () => {
      await context.close();
      await jobs.stop();
      await database.close();
    },
  };
}
