import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, means, tally } from './attack.js';
import type { Stage } from './stage.js';

const MEBIBYTE = 1024 * 1024;
const gaze = '/api/calibration/gaze';
/* Check 13 of trust. CPU time of the main thread for a body bounds the stall that it causes, whatever else the machine does. */
const MAX_STALL_MS = 100;
const MAX_GROWTH_MIB = 256;
const MAX_STORED_BYTES = 8 * MEBIBYTE;

const mainThreadMs = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

const residentMiB = ({ platform }: Stage): number =>
  platform
    .processes()
    .map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024)
    .reduce((sum, each) => sum + each, 0);

/** Returns the CPU time that the busiest main thread spent meanwhile. */
async function busiestMs({ platform }: Stage, work: () => Promise<unknown>): Promise<number> {
  const before = platform.processes().map((pid) => [pid, mainThreadMs(pid)] as const);
  await work();
  return Math.max(...before.map(([pid, ms]) => mainThreadMs(pid) - ms));
}

function filled(part: (index: number) => string, bytes: number, [open, close]: string): Buffer {
  const parts: string[] = [];
  for (let [length, index] = [0, 0]; length < bytes; index++) {
    parts.push(part(index));
    length += parts.at(-1)!.length + 1;
  }
  return Buffer.from(open + parts.join(',') + close);
}

const bodies = (isFull: boolean): [string, Buffer][] => {
  const keys = filled((index) => `"k${index}":0`, 11 * MEBIBYTE, '{}');
  if (!isFull) return [['11 MiB of keys', keys]];
  return [
    ['11 MiB of keys', keys],
    ['29 MiB of keys', filled((index) => `"k${index}":0`, 29 * MEBIBYTE, '{}')],
    ['11 MiB of numbers', filled(String, 11 * MEBIBYTE, '[]')],
    ['33 MiB of objects', filled(() => '{"a":{}}', 33 * MEBIBYTE, '[]')],
    ['11 MiB of strings', filled(() => '"x"', 11 * MEBIBYTE, '[]')],
    ['one string of 11 MiB', Buffer.from(JSON.stringify({ frames: ['A'.repeat(11 * MEBIBYTE)] }))],
  ];
};

export const floodAttacks: readonly Attack[] = [
  {
    finding: 'S3a',
    tried: 'large bodies of JSON hold up the event loop',
    async run(stage) {
      const found: [string, number, string][] = [];
      for (const [name, body] of bodies(stage.isFull)) {
        const times = stage.isFull ? 5 : 1;
        const statuses: number[] = [];
        const ms = await busiestMs(stage, async () => {
          for (let sent = 0; sent < times; sent++)
            statuses.push((await stage.post(gaze, { body, from: stage.address() })).status);
        });
        found.push([name, ms / times, tally(statuses)]);
      }
      means(
        found.some(([, , statuses]) => /4\d\d/.test(statuses)),
        'no body reaches the reader of JSON',
      );
      return {
        happened: found
          .map(([name, ms, statuses]) => `${name}: ${ms.toFixed(0)} ms (${statuses})`)
          .join('; '),
        fell: found.some(([, ms]) => ms > MAX_STALL_MS),
      };
    },
  },
  {
    finding: 'S3b',
    tried: 'unfinished bodies fill the memory',
    async run(stage) {
      const before = residentMiB(stage);
      let [most, written] = [before, 0];
      const statuses: number[] = [];
      const sockets = Array.from({ length: stage.isFull ? 60 : 12 }, (_, index) => {
        const mebibytes = index % 2 ? 11 : 33;
        const socket = connect({ port: Number(new URL(stage.url).port), host: '127.0.0.1' });
        socket.on('error', () => undefined);
        socket.once('data', (said: Buffer) => statuses.push(Number(said.toString().slice(9, 12))));
        socket.write(
          `POST ${gaze} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${mebibytes * MEBIBYTE}\r\n\r\n`,
        );
        socket.write(Buffer.alloc((mebibytes - 1) * MEBIBYTE, ' '));
        return socket;
      });
      const looks = stage.isFull ? 60 : 8;
      for (let look = 0; look < looks; look++) {
        await pause(100);
        most = Math.max(most, residentMiB(stage));
      }
      for (const socket of sockets) {
        written += socket.bytesWritten;
        socket.destroy();
      }
      means(written > 8 * MEBIBYTE, 'hardly a byte reaches the server');
      return {
        happened: `${sockets.length} bodies, memory +${(most - before).toFixed(0)} MiB (${tally(statuses)})`,
        fell: most - before > MAX_GROWTH_MIB,
      };
    },
  },
  {
    finding: 'S3c',
    tried: 'sessions of a stranger with metadata fill the disk',
    async run(stage) {
      const path = '/api/calibration/session/create';
      const from = stage.address();
      const create = (bytes: number): Promise<number> =>
        stage
          .post(path, { from, body: { candidate_id: stage.name('c'), metadata: { a: 'x'.repeat(bytes) } } })
          .then(({ status }) => status);
      means((await create(10)) < 300, 'no session can be created');
      const sent: [bytes: number, status: number][] = [];
      const times = stage.isFull ? 480 : 10;
      for (const bytes of [186_000, 4_000])
        for (let count = 0; count < times; count++) sent.push([bytes, await create(bytes)]);
      const stored = sent.filter(([, status]) => status < 300).reduce((sum, [bytes]) => sum + bytes, 0);
      const over = sent.filter(([bytes, status]) => bytes > 4096 && status < 300).length;
      return {
        happened: `${stored} bytes of metadata stored (${tally(sent.map(([, status]) => status))})`,
        fell: over > 0 || stored > MAX_STORED_BYTES,
      };
    },
  },
];
