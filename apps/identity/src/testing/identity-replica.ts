import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import type { AnyOperation, CallContext, InputOf, Principal, ReplyOf } from '@argus/contracts';
import { InProcessBus, newContext, RpcClient, serveContract } from '@argus/messaging';
import { Database, openDatabase, Outbox, provision, Sealer } from '@argus/persistence';
import { keyOfService, type PlatformSettings, platformSettings } from '@argus/service-kit';
import { createDatabase } from '@argus/testing';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sealingLabel } from '../sealing-label.js';
import { IdentityModule } from '../identity.module.js';
import { type IdentitySettings, identitySettings } from '../identity.settings.js';
import { identityService } from '../identity.definition.js';

/** A folder and a database that one or several replicas of identity share. */
export interface Site {
  readonly url: string;
  readonly folder: string;
  clear(): Promise<void>;
}

export async function makeSite(): Promise<Site> {
  const place = await createDatabase();
  await provision(place.url, ['identity']);
  const folder = await mkdtemp(join(tmpdir(), 'argus-identity-'));
  const clear = async (): Promise<void> => {
    await place.drop();
    await rm(folder, { recursive: true });
  };
  return { url: place.url, folder, clear };
}

export interface Replica {
  readonly context: INestApplicationContext;
  readonly database: Database;
  readonly rpc: RpcClient;
  call<O extends AnyOperation>(
    operation: O,
    input: InputOf<O>,
    principal?: Principal,
    client?: Partial<CallContext>,
  ): Promise<ReplyOf<O>>;
  stop(): Promise<void>;
}

const dataKey = Buffer.alloc(32, 7);

export async function startReplica(
  site: Site,
  settings: Partial<PlatformSettings> = {},
  own: Partial<IdentitySettings> = {},
  key: Uint8Array = dataKey,
): Promise<Replica> {
  const { entities = [], handlers = [], migrations } = identityService;
  const database = await openDatabase({ url: site.url, schema: 'identity', entities, migrations });
  const provided = [
    { provide: Database, useValue: database },
    { provide: Outbox, useValue: new Outbox(database) },
    { provide: Sealer, useValue: new Sealer(keyOfService(key, sealingLabel)) },
    {
      provide: platformSettings.token,
      useValue: {
        SECURITY_PROFILE: 'compat',
        ADMIN_EMAIL: 'admin@argus.local',
        ADMIN_PASSWORD: 'first admin of a test',
        DATA_DIR: site.folder,
        ...settings,
      },
    },
    { provide: identitySettings.token, useValue: { RATE_LIMIT_FACTOR: 1, ...own } },
  ];
  @Global()
  @Module({ imports: [IdentityModule], providers: provided, exports: provided.map(({ provide }) => provide) })
  class Root {}
  const context = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  const bus = new InProcessBus();
  for (const { contract, controller } of handlers) {
    await serveContract(bus, contract, context.get(controller));
  }
  const rpc = new RpcClient(bus);
  return {
    context,
    database,
    rpc,
    call: (operation, input, principal, client) =>
      rpc.call(operation, input, { ...newContext(), ...client, ...(principal && { principal }) }),
    stop: async () => {
      await bus.stop();
      await context.close();
      await database.close();
    },
  };
}
