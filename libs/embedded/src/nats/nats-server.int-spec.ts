import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NatsServer } from './nats-server.js';

const everything = { user: 'test', password: 'secret' };
const credentials = { user: everything.user, pass: everything.password };
let directory: string;
let owner: ChildProcess | undefined;
let server: NatsServer | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'argus-nats-owner-'));
});
afterEach(async () => {
  owner?.kill('SIGKILL');
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Starts a server on the directory in another process; returns its address. */
async function startElsewhere(): Promise<string> {
  const module = new URL('nats-server.js', import.meta.url).href;
  const code = `const { NatsServer } = await import(${JSON.stringify(module)});
    const server = await NatsServer.start({ directory: ${JSON.stringify(directory)}, users: [${JSON.stringify(everything)}] });
    console.log(server.url);
    setInterval(() => {}, 60_000);`;
  owner = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: owner.stdout! }), 'line')) as [string];
  return url;
}

async function streamsOf(connection: NatsConnection): Promise<string[]> {
  const { streams } = await jetstreamManager(connection);
  return streams
    .list()
    .next()
    .then((infos) => infos.map(({ config }) => config.name));
}

it('NatsServer: ends the server that a killed process left behind, and keeps its store', async () => {
  const left = await connect({ servers: await startElsewhere(), ...credentials, reconnect: false });
  await (await jetstreamManager(left)).streams.add({ name: 'KEPT', subjects: ['kept'] });
  owner?.kill('SIGKILL');
  await once(owner!, 'exit');
  const leftEnds = left.closed();

  server = await NatsServer.start({ directory, users: [everything] });
  await leftEnds;
  const connection = await connect({ servers: server.url, ...credentials });
  expect(await streamsOf(connection)).toEqual(['KEPT']);
  await connection.close();
});

it('NatsServer: refuses to start beside the server of a living process', async () => {
  const connection = await connect({ servers: await startElsewhere(), ...credentials });
  await expect(NatsServer.start({ directory, users: [everything] })).rejects.toThrow(
    `Process ${owner!.pid} already runs a nats-server`,
  );
  await connection.flush();
  await connection.close();
  owner?.kill('SIGKILL');
  await once(owner!, 'exit');
  server = await NatsServer.start({ directory, users: [everything] });
});

describe('NatsServer', () => {
  it('NatsServer: rejects with the output when the program does not start', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'argus-nats-'));
    const start = NatsServer.start({ directory, users: [], binary: process.execPath });
    await expect(start).rejects.toThrow('nats-server did not start');
    await rm(directory, { recursive: true, force: true });
  });

  it('NatsServer: says what to install when the program is missing', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'argus-nats-'));
    const start = NatsServer.start({ directory, users: [], binary: join(directory, 'missing') });
    await expect(start).rejects.toThrow(/nats-server not found .* apt-get install nats-server/);
    await rm(directory, { recursive: true, force: true });
  });
});
