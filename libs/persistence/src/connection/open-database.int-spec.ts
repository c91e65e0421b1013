import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing/postgres';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { openDatabase } from '../index.js';

let place: TestDatabase;
let proxy: Server;
const sockets: Socket[] = [];
/** Connections that Postgres never hears of, counted from the first. */
let silent: readonly number[] = [];

beforeAll(async () => {
  place = await createDatabase();
  const { hostname, port } = new URL(place.url);
  proxy = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    if (silent.includes(sockets.length)) return;
    const server = connect(Number(port), hostname).on('error', () => socket.destroy());
    socket.pipe(server).pipe(socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => proxy.close(resolve));
  await place.drop();
});

it('a start goes on when a connection times out after the first one worked, as on a machine that is busy with it', async () => {
  const url = new URL(await loginOf(place.url, 'busy'));
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  /* The check of the login is the first; then come the lock of the migrations and their data source. */
  silent = [2, 4];
  const reasons: string[] = [];
  const database = await openDatabase({
    url: url.href,
    schema: 'busy',
    entities: [],
    migrations: [],
    onWaiting: (error) => reasons.push(String(error)),
  });
  await database.ping();
  await database.close();
  expect(reasons).toHaveLength(2);
});
