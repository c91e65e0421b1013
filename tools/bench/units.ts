/*
 * CPU of each process for one unit of work, every service a process of its own: what sizing is reckoned from (docs/operations/sizing.md).
 *   node tools/bench/units.ts [scale, 1]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpClient, type HttpAnswer, startPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import Table from 'cli-table3';
import { calibrate } from './calibrate.ts';
import { AttendanceClient, dataUrlOf } from '#e2e/attendance/attendance-client.js';

const scale = Number(process.argv[2] ?? 1);
const BATCH_ROWS = 1000;
const AT_ONCE = 4;
/* Linux counts CPU in hundredths of a second for every program (sysconf _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;

const scratch = mkdtempSync(join(tmpdir(), 'argus-units-'));
const logFile = join(scratch, 'log');
const platform = await startPlatform({
  mode: 'services',
  logFile,
  settings: {
    RATE_LIMIT_FACTOR: '1000000',
    LOG_LEVEL: 'info',
    ATTENDANCE_DEDUPLICATION_SECONDS: '0',
    CALIBRATION_MAX_ANONYMOUS_SESSIONS: '1000000',
  },
});

const nameOf = (args: string): string =>
  /apps\/([\w-]+)\/dist\/main\.js/.exec(args)?.[1] ??
  (args.includes('nats-server') ? 'NATS' : args.includes('postgres') ? 'PostgreSQL' : 'launcher');

/** CPU seconds by process. Postgres counts what its ended backends used in their parent. */
function used(): Map<string, number> {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match ? [{ pid: match[1]!, parent: match[2]!, args: match[3]! }] : []));
  const ours = new Set([String(platform.pid)]);
  const postmaster = readFileSync(`${platform.dataDirectory}/postgres/cluster/postmaster.pid`, 'utf8').split(
    '\n',
  )[0]!;
  ours.add(postmaster);
  for (let size = 0; size < ours.size;) {
    size = ours.size;
    for (const { pid, parent } of rows) if (ours.has(parent)) ours.add(pid);
  }
  const seconds = new Map<string, number>();
  for (const { pid, args } of rows.filter(({ pid }) => ours.has(pid)))
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const name = nameOf(args);
      /* What its ended connections used is told by their parent. */
      const ended = pid === postmaster ? Number(fields[13]) + Number(fields[14]) : 0;
      seconds.set(
        name,
        (seconds.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12]) + ended) / TICKS_PER_SECOND,
      );
    } catch {
      /* It ended meanwhile. */
    }
  return seconds;
}

const names = [
  'auth-gateway',
  'identity',
  'attendance',
  'equipment',
  'calibration',
  'vision',
  'NATS',
  'PostgreSQL',
];
const table = new Table({ style: { head: [], border: [] }, head: ['CPU ms', 'units', ...names, 'all'] });

async function measure(
  unit: string,
  count: number,
  unitsEach: number,
  work: (index: number) => Promise<Pick<HttpAnswer, 'status' | 'body'>>,
) {
  const before = used();
  const rest = Array.from({ length: count }, (_, index) => index).values();
  const ask = async (): Promise<void> => {
    for (const index of rest) {
      const { status, body } = await work(index);
      if (status >= 300) throw new Error(`${unit}: ${status} ${JSON.stringify(body)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const units = count * unitsEach;
  const after = used();
  const each = names.map((name) => (1000 * ((after.get(name) ?? 0) - (before.get(name) ?? 0))) / units);
  const digits = unitsEach > 1 ? 4 : 2;
  table.push([
    unit,
    units,
    ...each.map((ms) => ms.toFixed(digits)),
    each.reduce((a, b) => a + b).toFixed(digits),
  ]);
}

try {
  const client = new HttpClient(platform.url);
  const { email, password } = platform.admin;
  const techtrack = (await client.post('/api/token/', { username: email, password })).body as {
    access: string;
  };
  const token = techtrack.access;
  const machines: number[] = [];
  for (let number = 0; number < 20; number++) {
    const machine = { equipment_type: 'Robot', model: `R${number}`, installation_date: '2024-01-01' };
    machines.push(((await client.post('/api/equipment/', machine, { token })).body as { id: number }).id);
  }
  const startMs = Date.now() - 86_400_000;
  const rows = (index: number) =>
    Array.from({ length: BATCH_ROWS }, (_, row) => ({
      equipment: machines[row % machines.length],
      measured_at: new Date(startMs + (index * BATCH_ROWS + row) * 50).toISOString(),
      temperature: 20 + (row % 7),
      speed: 100,
      pressure: 5,
    }));
  const bulk = (index: number) => client.post('/api/data/bulk/', rows(index), { token });
  await bulk(-1);
  await measure('reading, in batches of 1,000', 100 * scale, BATCH_ROWS, bulk);
  await measure('reading, one by one', 1000 * scale, 1, (index) =>
    client.post(
      '/api/data/',
      { equipment: machines[index % 20], temperature: 20, speed: 100, pressure: 5 },
      { token },
    ),
  );
  await measure('list of machines', 1000 * scale, 1, () => client.get('/api/equipment/', { token }));
  await measure('log-in', 100 * scale, 1, () => client.post('/api/token/', { username: email, password }));

  await measure('calibration of nine targets', 40 * scale, 1, async (index) => {
    await calibrate(client, `viewer-${index}`);
    return { status: 200, body: {} };
  });

  const attendance = new AttendanceClient(platform.url, platform.admin);
  const { access } = await attendance.login();
  const { employee_id } = await attendance.createUser(access);
  const portraits = portraitsOf('franck');
  const images = await Promise.all(portraits.slice(0, 3).map(dataUrlOf));
  await attendance.work('enroll', access, { employee_id, images });
  const image = await dataUrlOf(portraits[4]!);
  const faces = 60 * scale;
  let accepted = 0;
  await measure('face verified', faces, 1, async (index) => {
    const request = { image, camera_id: `C${index}` };
    const answer = await attendance.http.post('/api/v1/face/verify/', request, { token: access });
    /* The last waits for all; asking for each would be most of the work. */
    if (++accepted === faces)
      await attendance.finished('verify', access, (answer.body as { task_id: string }).task_id);
    return answer;
  });
  console.log(table.toString());
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const requests = lines.filter((line) => line.includes('"context":"Http"'));
  const bytes = (some: readonly string[]): number =>
    some.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  console.log(
    `log at level info: ${requests.length} requests, ${(bytes(lines) / requests.length).toFixed(0)} bytes each, ` +
      `${(bytes(requests) / requests.length).toFixed(0)} of them the request's own line`,
  );
} finally {
  await platform.stop();
  rmSync(scratch, { recursive: true });
}
