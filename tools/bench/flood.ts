import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const CLIENTS = 12;
const PAUSE_MS = 50;

/* On threads of their own, so that an attacker's work delays nothing that is measured here. */
const attacker = `
  const { parentPort, workerData: { url, body, clients, pauseMs } } = require('node:worker_threads');
  const { Agent, request } = require('node:http');
  const { setTimeout: pause } = require('node:timers/promises');
  const agent = new Agent({ keepAlive: true });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const seen = new Map();
  let isOver = false;
  const post = () => new Promise((resolve) => {
    const sent = request(url, { agent, method: 'POST', headers });
    sent.once('response', (answer) => answer.resume().once('end', () => resolve(answer.statusCode)));
    sent.once('error', () => resolve(0));
    sent.end(body);
  });
  const client = async () => {
    while (!isOver) {
      const status = await post();
      seen.set(status, (seen.get(status) ?? 0) + 1);
      await pause(pauseMs);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  parentPort.once('message', async () => {
    isOver = true;
    await all;
    agent.destroy();
    parentPort.postMessage(seen);
  });`;

const bareServer = `
  const { parentPort } = require('node:worker_threads');
  require('node:http')
    .createServer((request, answer) => {
      request.resume();
      answer.writeHead(503, { 'retry-after': '2' }).end();
    })
    .listen(0, '127.0.0.1', function () {
      parentPort.postMessage(this.address().port);
    });`;

/** Posts a body again and again, from twelve clients, while `work` runs. Returns its result and how often each status came; 0 is a closed connection. */
export async function underFlood<T>(
  url: string,
  body: Uint8Array,
  work: () => Promise<T>,
): Promise<{ result: T; seen: ReadonlyMap<number, number> }> {
  const workerData = { url, body, clients: CLIENTS, pauseMs: PAUSE_MS };
  const flood = new Worker(attacker, { eval: true, workerData });
  const result = await work();
  flood.postMessage('stop');
  const [seen] = (await once(flood, 'message')) as [ReadonlyMap<number, number>];
  await flood.terminate();
  return { result, seen };
}

/** Runs `work` with the address of a server that reads nothing and answers 503: what a flood of it costs, the attacker takes. */
export async function withBareServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = new Worker(bareServer, { eval: true });
  const [port] = (await once(server, 'message')) as [number];
  try {
    return await work(`http://127.0.0.1:${port}/`);
  } finally {
    await server.terminate();
  }
}
