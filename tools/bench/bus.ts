/*
 * One call with a list of 20 rows as reply (2.9 KB as JSON); client and service share this process. It compares
 *   handler     the bus calls the handler itself (how Argus did it before ADR 45)
 *   strategy    the bus calls Nest's controller through `BusTransport`, as every service does
 *   Nest NATS   Nest's own transport: JSON, no validation, no context, no deadline
 */
import 'reflect-metadata';
import { contract, Field, integer, internal, op } from '@argus/contracts';
import { type Bus, InProcessBus, NatsBus, newContext, RpcClient, serveContract } from '@argus/messaging';
import { startNats, type TestNats } from '@argus/testing';
import { BusErrorFilter, BusTransport, Handles } from '@argus/service-kit';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  MessagePattern,
  type MicroserviceOptions,
  Transport,
} from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';

type Call = () => Promise<unknown>;

class ListQuery {
  declare page: number;
  declare page_size: number;
}
for (const name of ['page', 'page_size'] as const) Field(integer())(ListQuery.prototype, name);

const list = op({ summary: 'Rows', query: ListQuery, access: internal() });
const rowContract = contract('bench.row', { family: 'attendance', tag: 'Internal' }, { list });

const rows = Array.from({ length: 20 }, (_, id) => ({
  id,
  employee_id: `E${1000 + id}`,
  name: `Person Number ${id}`,
  camera_id: null,
  confidence: 0.9 + id / 1000,
  method: 'face',
  occurred_at: '2026-11-23T08:00:00Z',
}));
const query = { page: 1, page_size: 20 };
const principal = {
  family: 'attendance',
  accountId: 7,
  username: 'ada',
  role: 'admin',
  sessionId: '0af76519',
} as const;

/* Decorators are called by hand: Node strips types, it does not compile decorators. */
function moduleOf(decorate: (controller: typeof Plain) => void): new () => object {
  class Rows extends Plain {
    override async list(): Promise<never> {
      return { count: rows.length, results: rows } as never;
    }
  }
  class RowModule {}
  Controller()(Rows);
  decorate(Rows);
  Module({ controllers: [Rows] })(RowModule);
  return RowModule;
}
abstract class Plain {
  abstract list(): Promise<never>;
}

async function listen(module: new () => object, options: MicroserviceOptions): Promise<INestMicroservice> {
  const app = await NestFactory.createMicroservice(module, { ...options, logger: false });
  app.useGlobalFilters(new BusErrorFilter());
  await app.listen();
  return app;
}

const caller = (bus: Bus): Call => {
  const client = new RpcClient(bus);
  return () =>
    client.call(
      rowContract.operations.list,
      { query },
      { ...newContext(), principal, clientAddress: '192.0.2.1', userAgent: 'bench' },
    );
};

async function throughHandler(client: Bus, server: Bus): Promise<Call> {
  await serveContract(server, rowContract, {
    list: async () => ({ count: rows.length, results: rows }) as never,
  });
  return caller(client);
}

async function throughStrategy(client: Bus, server: Bus): Promise<Call> {
  const module = moduleOf((controller) => Handles(rowContract)(controller as never));
  await listen(module, { strategy: new BusTransport(server, 'bench', {}) });
  return caller(client);
}

async function throughNest(servers: string[]): Promise<{ call: Call; stop: () => Promise<void> }> {
  const pattern = 'bench.nest.list';
  const module = moduleOf(({ prototype }) =>
    MessagePattern(pattern)(prototype, 'list', Object.getOwnPropertyDescriptor(prototype, 'list')!),
  );
  const app = await listen(module, { transport: Transport.NATS, options: { servers, queue: 'bench' } });
  const client = ClientProxyFactory.create({ transport: Transport.NATS, options: { servers } });
  await client.connect();
  return {
    call: () => firstValueFrom(client.send(pattern, { query, principal })),
    stop: async () => {
      await client.close();
      await app.close();
    },
  };
}

async function round(
  call: Call,
  count: number,
  parallel: number,
): Promise<{ wallUs: number; cpuUs: number }> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  for (let done = 0; done < count; done += parallel)
    await Promise.all(Array.from({ length: parallel }, call));
  const { user, system } = process.cpuUsage(cpu);
  return { wallUs: ((performance.now() - startedAt) * 1000) / count, cpuUs: (user + system) / count };
}

/** Rounds alternate between the ways, so that a busy machine slows all of them. Prints medians. */
async function compare(title: string, ways: Record<string, Call>, calls: number): Promise<void> {
  for (const call of Object.values(ways)) await round(call, calls, 32);
  for (const parallel of [1, 32]) {
    const runs = new Map<string, { wallUs: number; cpuUs: number }[]>();
    for (let run = 0; run < 9; run++)
      for (const [name, call] of Object.entries(ways))
        runs.set(name, [...(runs.get(name) ?? []), await round(call, calls, parallel)]);
    for (const [name, measured] of runs) {
      const { wallUs, cpuUs } = measured.sort((a, b) => a.cpuUs - b.cpuUs)[4]!;
      console.log(
        `${title.padEnd(11)} ${name.padEnd(10)} x${String(parallel).padEnd(3)}` +
          `${wallUs.toFixed(1).padStart(7)} us wall ${cpuUs.toFixed(1).padStart(7)} us CPU per call`,
      );
    }
  }
}

const [plain, nested] = [new InProcessBus(), new InProcessBus()];
await compare(
  'in process',
  {
    handler: await throughHandler(plain.handle(), plain.handle()),
    strategy: await throughStrategy(nested.handle(), nested.handle()),
  },
  20_000,
);

const connect = (server: TestNats, name: string) => NatsBus.connect({ servers: server.url, name });
const first = await startNats();
const second = await startNats();
const buses = [await connect(first, 'client'), await connect(first, 'bench')] as const;
const others = [await connect(second, 'client'), await connect(second, 'bench')] as const;
const nest = await throughNest([second.url]);
await compare(
  'NATS',
  {
    handler: await throughHandler(...buses),
    strategy: await throughStrategy(...others),
    'Nest NATS': nest.call,
  },
  5_000,
);
await nest.stop();
await Promise.all([...buses, ...others].map((bus) => bus.stop()));
await Promise.all([first.stop(), second.stop()]);
