/*
 * One call of an operation with a list of 20 rows as reply (2.9 KB as JSON), in process and over NATS, client and
 * service in this process. Build first. Usage: node tools/bench/bus.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, Field, integer, internal, op, type Principal } from '@argus/contracts';
import { NatsServer } from '@argus/embedded';
import { type Bus, InProcessBus, NatsBus, newContext, RpcClient, serveContract } from '@argus/messaging';

class ListQuery {
  declare page: number;
  declare page_size: number;
}
Field(integer())(ListQuery.prototype, 'page');
Field(integer())(ListQuery.prototype, 'page_size');

const listContract = contract(
  'bench.row',
  { family: 'attendance', tag: 'Internal' },
  { list: op({ summary: 'Rows', query: ListQuery, access: internal() }) },
);
const rows = Array.from({ length: 20 }, (_, id) => ({
  id,
  employee_id: `E${1000 + id}`,
  name: `Person Number ${id}`,
  camera_id: null,
  confidence: 0.9 + id / 1000,
  method: 'face',
  occurred_at: '2026-11-23T08:00:00Z',
}));
/* The operation declares no reply, so that nobody checks this one. */
const reply = { count: rows.length, results: rows };
const principal: Principal = {
  family: 'attendance',
  accountId: 7,
  username: 'ada',
  role: 'admin',
  sessionId: '0af76519',
};

async function measure(name: string, clientBus: Bus, serverBus: Bus, calls: number): Promise<void> {
  await serveContract(serverBus, listContract, { list: async () => reply as never });
  const client = new RpcClient(clientBus);
  const call = () =>
    client.call(
      listContract.operations.list,
      { query: { page: 1, page_size: 20 } },
      { ...newContext(), principal, clientAddress: '192.0.2.1', userAgent: 'bench' },
    );
  const rounds = async (count: number, parallel: number) => {
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    for (let done = 0; done < count; done += parallel)
      await Promise.all(Array.from({ length: parallel }, call));
    const { user, system } = process.cpuUsage(cpu);
    return {
      wallUs: ((performance.now() - startedAt) * 1000) / count,
      cpuUs: (user + system) / count,
    };
  };
  await rounds(calls / 2, 32);
  for (const parallel of [1, 32]) {
    const runs = [];
    for (let run = 0; run < 5; run += 1) runs.push(await rounds(calls, parallel));
    const median = runs.sort((a, b) => a.cpuUs - b.cpuUs)[2]!;
    console.log(
      `${name.padEnd(12)} x${String(parallel).padEnd(3)} ` +
        `${median.wallUs.toFixed(1).padStart(7)} us wall  ${median.cpuUs.toFixed(1).padStart(7)} us CPU per call`,
    );
  }
}

const inProcess = new InProcessBus();
await measure('in process', inProcess.handle(), inProcess.handle(), 40_000);

const directory = mkdtempSync(join(tmpdir(), 'argus-bench-'));
const server = await NatsServer.start({ directory });
const connect = (name: string) => NatsBus.connect({ servers: server.url, name });
const [client, service] = await Promise.all([connect('client'), connect('bench')]);
await measure('NATS', client, service, 10_000);
await Promise.all([client.stop(), service.stop()]);
await server.stop();
rmSync(directory, { recursive: true });
