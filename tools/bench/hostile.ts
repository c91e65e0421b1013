/*
 * Attacks a running platform as strangers do, and compares with what it must hold: the longest stall of the event loop (of the whole
 * platform when embedded, of the launcher otherwise), the growth of memory, the statuses, and the time of a verification: idle, beside the
 * same attacker on a bare server, and under a flood of frames.
 *   node tools/bench/hostile.ts [embedded|services]
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { HttpClient, startPlatform } from '@argus/testing';
import { portraits } from '@argus/testing/photographs';
import Table from 'cli-table3';
import { underFlood, withBareServer } from './flood.ts';

const MEBIBYTE = 1024 * 1024;
const mode = process.argv[2] === 'services' ? 'services' : 'embedded';
const platform = await startPlatform({ mode });
const client = new HttpClient(platform.url);
const { hostname, port } = new URL(platform.url);

const memoryMiB = (): number =>
  platform
    .processes()
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024)
    .reduce((sum, each) => sum + each, 0);

/* On a thread of its own, so that the attacker's work does not count as the gateway's. */
const pinger = new Worker(
  `const { parentPort, workerData } = require('node:worker_threads');
   const { request } = require('node:http');
   let longestMs = 0;
   const ping = () => {
     const startedAt = performance.now();
     const next = () => { longestMs = Math.max(longestMs, performance.now() - startedAt); setTimeout(ping, 5); };
     request(workerData, (answer) => answer.resume().once('end', next)).once('error', next).end();
   };
   parentPort.on('message', () => { parentPort.postMessage(longestMs); longestMs = 0; });
   ping();`,
  { eval: true, workerData: `${platform.url}/api/nope` },
);

/** Returns the longest answer since the last call, in ms. */
async function longestMs(): Promise<number> {
  pinger.postMessage('longest');
  const [longest] = (await once(pinger, 'message')) as [number];
  return longest;
}

/** Returns the longest stall of the platform's event loop since the last call, in ms, as the process itself measures it. */
async function stalledMs(): Promise<number> {
  const metrics = await (await fetch(`${platform.operationsUrl}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds\S* (\S+)/m.exec(metrics)![1]) * 1000;
}

interface Harm {
  readonly stallMs: number;
  readonly answerMs: number;
  readonly growthMiB: number;
}

/** Runs `work`. Returns the longest stall, the longest answer that others got meanwhile, and how far memory grew. */
async function watched(work: () => Promise<unknown>): Promise<Harm> {
  const before = memoryMiB();
  let most = before;
  const watching = setInterval(() => (most = Math.max(most, memoryMiB())), 50);
  await longestMs();
  await stalledMs();
  await work();
  await pause(500);
  clearInterval(watching);
  return { stallMs: await stalledMs(), answerMs: await longestMs(), growthMiB: most - before };
}

const statuses = new Map<string, Map<number, number>>();
const tally = (attack: string, status: number): void => {
  const seen = statuses.get(attack) ?? new Map<number, number>();
  statuses.set(attack, seen.set(status, (seen.get(status) ?? 0) + 1));
};

const post = (path: string, body: Buffer, token?: string): Promise<number> =>
  new Promise((resolve) => {
    const sent = request(platform.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
    });
    sent.once('response', (answer) => answer.resume().once('end', () => resolve(answer.statusCode!)));
    sent.once('error', () => resolve(0));
    sent.end(body);
  });

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const filled = (part: (index: number) => string, bytes: number, [open, close]: string): Buffer => {
  const parts: string[] = [];
  for (let [length, index] = [0, 0]; length < bytes; index++) {
    parts.push(part(index));
    length += parts.at(-1)!.length + 1;
  }
  return Buffer.from(open + parts.join(',') + close);
};

const { status: loggedIn, body: session } = await client.post('/api/v1/auth/login/', platform.admin);
if (loggedIn !== 200) throw new Error(`The log-in of the administrator answered ${loggedIn}`);
const { access: token } = session as { access: string };
const gaze = '/api/calibration/gaze';

const bodies: readonly (readonly [string, string, Buffer])[] = [
  ['11 MiB of distinct keys', gaze, filled((index) => `"k${index}":0`, 11 * MEBIBYTE, '{}')],
  ['11 MiB of numbers', gaze, filled((index) => String(index), 11 * MEBIBYTE, '[]')],
  ['11 MiB of objects', gaze, filled(() => '{"a":{}}', 11 * MEBIBYTE, '[]')],
  ['11 MiB of strings', gaze, filled(() => '"x"', 11 * MEBIBYTE, '[]')],
  ['one string of 11 MiB', gaze, json({ frames: [{ frame_data: 'A'.repeat(11 * MEBIBYTE) }] })],
  [
    '4 MiB of samples',
    '/api/calibration/map',
    json({
      candidate_id: 'x',
      samples: Array.from({ length: 5000 }, (_, index) => ({
        timestamp: '2026-11-29T00:00:00Z',
        gaze_vector: [0.001 * index, 0.1, -0.9],
        gaze_origin_mm: [1, 2, 600],
        spare: 'x'.repeat(600),
      })),
    }),
  ],
  ['33 MiB', gaze, Buffer.alloc(33 * MEBIBYTE - 1, '[')],
];
const rows: (readonly [string, Harm])[] = [];
const measure = async (attack: string, work: () => Promise<unknown>): Promise<void> => {
  rows.push([attack, await watched(work)]);
};

await measure('nothing', () => pause(2000));
for (const [attack, path, body] of bodies)
  await measure(`5 × ${attack}`, async () => {
    for (let sent = 0; sent < 5; sent++) tally(attack, await post(path, body));
  });
for (const [attack, path, body] of bodies.slice(0, 4))
  await measure(`2 × ${attack}, of an account`, async () => {
    for (let sent = 0; sent < 2; sent++) tally(attack, await post(path, body, token));
  });

await measure('60 unfinished bodies of 33 MiB', async () => {
  const sockets: Socket[] = [];
  for (const each of [12, 33]) {
    for (let opened = 0; opened < 30; opened++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.once('data', (said: Buffer) => tally('unfinished bodies', Number(said.toString().slice(9, 12))));
      socket.write(
        `POST ${gaze} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${each * MEBIBYTE}\r\n\r\n`,
      );
      socket.write(Buffer.alloc((each - 1) * MEBIBYTE, ' '));
      sockets.push(socket);
    }
  }
  await pause(5000);
  for (const socket of sockets) socket.destroy();
});

const hostile = [
  '[{"a":'.repeat(20_000),
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"candidate_id":"x","metadata":{"a":"x\\u0000y"}}',
  '{"candidate_id":"x\\u0000"}',
  '{"candidate_id":"\\ud800"}',
  '{"candidate_id":1e999}',
  '{"candidate_id":"x","candidate_id":"y"}',
  '\ufeff{}',
  `{"candidate_id":"x","metadata":{"a":"${'x'.repeat(186_000)}"}}`,
];
const paths = [
  'calibration/session/create',
  'screen/info',
  'screen/detect',
  'calibration/start',
  'calibration/complete',
  'calibration/refit',
  'calibration/samples',
  'calibration/frame',
  'calibration/frames/batch',
  'calibration/map',
  'calibration/validate',
  'calibration/drift',
  'calibration/gaze',
  'token/',
  'v1/auth/login/',
  'accounts/login/',
  'accounts/register/',
  'v1/auth/refresh/',
  'token/refresh/',
  'v1/auth/verify/',
];
await measure(`${hostile.length * paths.length} hostile bodies of JSON`, async () => {
  for (const path of paths)
    for (const body of hostile) tally('hostile JSON', await post(`/api/${path}`, Buffer.from(body)));
});

const face = portraits[0]!;
const image = Buffer.from(await face.read()).toString('base64');
const verification = json({ image, camera_id: 'CAM_1', location: 'Gate' });
async function verifyMs(): Promise<number> {
  const startedAt = performance.now();
  const { status, body } = await client.post('/api/v1/face/verify/', JSON.parse(verification.toString()), {
    token,
  });
  tally('verification', status);
  if (status !== 202) throw new Error(`A verification answered ${status}: ${JSON.stringify(body)}`);
  const { task_id: task } = body as { task_id: string };
  for (;;) {
    const answer = await client.get(`/api/v1/face/verify/status/${task}/`, { token });
    if (!/pending|processing/i.test(JSON.stringify(answer.body))) return performance.now() - startedAt;
    await pause(20);
  }
}
const median = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
const series = async (): Promise<number> => {
  const all: number[] = [];
  for (let tried = 0; tried < 7; tried++) all.push(await verifyMs());
  return median(all);
};
const batch = json({ frames: Array.from({ length: 30 }, () => ({ frame_data: image })) });
const underAttackMs = async (attack: string, url: string): Promise<number> => {
  const { result, seen } = await underFlood(url, batch, async () => {
    await pause(3000);
    return series();
  });
  statuses.set(attack, new Map(seen));
  return result;
};
await verifyMs();
const idleMs = await series();
const besideMs = await withBareServer((url) => underAttackMs('flood of a bare server', url));
let floodedMs = NaN;
await measure('a flood of frames from 12 clients', async () => {
  floodedMs = await underAttackMs('flood of frames', platform.url + gaze);
});

const table = new Table({ head: ['attack', 'longest stall, ms', 'longest answer, ms', 'memory, MiB'] });
for (const [attack, { stallMs, answerMs, growthMiB }] of rows)
  table.push([attack, stallMs.toFixed(0), answerMs.toFixed(0), `+${growthMiB.toFixed(0)}`]);
console.log(table.toString());
for (const [attack, seen] of statuses)
  console.log(
    `${attack}: ${[...seen].map(([status, count]) => `${count} × ${status || 'closed'}`).join(', ')}`,
  );
const times = (ms: number): string => `${ms.toFixed(0)} ms (${(ms / idleMs).toFixed(1)} times)`;
console.log(
  `A verification takes ${idleMs.toFixed(0)} ms idle, ${times(besideMs)} beside the same attacker on a bare server, ${times(floodedMs)} under the flood (aim: 2.0)`,
);
const failed = [...statuses.values()].some((seen) => seen.has(500));
console.log(failed ? 'An answer was 500' : 'No answer was 500');
await pinger.terminate();
await platform.stop();
process.exit(failed ? 1 : 0);
