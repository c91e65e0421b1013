/* A film with people who were enrolled walks through a real RTSP server on loopback; the platform watches it and logs them. */
import { rmSync } from 'node:fs';
import { eventually, type HttpClient } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { film, missingForCameras, RtspServer } from '@argus/testing/rtsp';
import { type Administrator, logIn } from './administrator.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

const CAMERA = 'DEMO-FILM';
/** Enrolled by the part on attendance, from other photographs. */
const walking = { franck: 'DEMO001', hepburn: 'DEMO002', cage: 'DEMO003' } as const;
const stranger = 'obama';
const PATIENCE_MS = 120_000;

interface Row {
  readonly timestamp: string;
  readonly employee: { readonly employee_id: string; readonly name: string };
  readonly direction: string | null;
}

/** Returns how many answers were not as expected. */
export async function showCameras(client: HttpClient, administrator: Administrator): Promise<number> {
  console.log(`\nA watched camera`);
  const missing = missingForCameras();
  if (missing) {
    console.log(`Not shown: ${missing} is missing on this machine.`);
    return 0;
  }
  const token = await logIn(client, administrator);
  const path = `/api/v1/cameras/${CAMERA}/`;
  if (!(await mayCallThisMachine(client, token, path))) {
    console.log('Not shown: start the platform with CAMERA_NETWORKS=127.0.0.1 npm start, for trying.');
    return 0;
  }
  const people = Object.keys(walking);
  const photographs = [...people.map((person) => portraitsOf(person).at(-1)!), portraitsOf(stranger)[0]!];
  const walkers = await Promise.all(photographs.map((photograph) => photograph.read()));
  process.stderr.write('Making a film of four people who walk past …\n');
  const folder = await film({ fps: 10, walkers, secondsEach: 4 });
  const server = await RtspServer.start([{ path: '/film', codec: 'h264', folder, fps: 10 }]);
  try {
    const settings = { rtsp_url: server.url('/film'), direction: 'in', watch: true, is_active: true };
    const changed = await client.send('PATCH', path, { token, body: settings });
    if (changed.status === 404) {
      const body = { ...settings, id: CAMERA, name: 'Film', location: 'Demo', is_active: undefined };
      const made = await client.post('/api/v1/cameras/', body, { token });
      if (made.status !== 201) throw new UnexpectedAnswer('Registering the camera', made);
    } else if (changed.status !== 200) throw new UnexpectedAnswer('Changing the camera', changed);
    const tried = await client.post(`${path}test/`, {}, { token });
    const { status, message } = tried.body as { status: string; message: string };
    console.log(`Test: ${message}`);
    if (status !== 'success') {
      console.log('Start the platform with CAMERA_NETWORKS=127.0.0.1 to see it watched.');
      return 0;
    }
    return await watched(client, token, path);
  } finally {
    await client.send('DELETE', path, { token });
    await server.kill();
    rmSync(folder, { recursive: true });
  }
}

/** A platform calls no camera on its own machine unless it is told to; it says so before it looks for the camera. */
async function mayCallThisMachine(client: HttpClient, token: string, path: string): Promise<boolean> {
  const { status } = await client.send('PATCH', path, { token, body: { rtsp_url: 'rtsp://127.0.0.1:9/' } });
  return status !== 400;
}

/** Reads the beginning of a stream as an `<img>` would. */
async function lookedThrough(address: string): Promise<string> {
  const ending = new AbortController();
  try {
    const answer = await fetch(address, { signal: ending.signal });
    const first = (await answer.body?.getReader().read()) as { readonly value?: Uint8Array } | undefined;
    return `${answer.status} ${answer.headers.get('content-type')}, first ${first?.value?.length ?? 0} bytes`;
  } finally {
    ending.abort();
  }
}

async function watched(client: HttpClient, token: string, path: string): Promise<number> {
  const since = new Date().toISOString();
  process.stderr.write('Watching …\n');
  const until = performance.now() + PATIENCE_MS;
  const rows = await eventually(
    async () => {
      const { body } = await client.get(`/api/v1/attendance/logs/?camera_id=${CAMERA}&page_size=100`, {
        token,
      });
      return (body as { results: Row[] }).results.filter(({ timestamp }) => timestamp > since);
    },
    ({ length }) => length >= Object.keys(walking).length || performance.now() > until,
    500,
  );
  for (const { employee, direction, timestamp } of rows)
    console.log(`Logged: ${employee.employee_id} ${employee.name}, ${direction}, ${timestamp}`);
  const { body } = await client.get(`${path}health/`, { token });
  const { fps_seen, bandwidth_usage, faces_seen, picture } = body as Record<string, string | number>;
  console.log(`Health: ${picture} pictures, ${fps_seen} a second, ${bandwidth_usage}, ${faces_seen} faces`);
  const { body: shown } = await client.get(`${path}stream/`, { token });
  const { stream_url } = shown as { stream_url: string };
  console.log(`Stream, for an <img>: ${await lookedThrough(`${client.baseUrl}${stream_url}`)}`);
  const expected = Object.values(walking).sort().join(' ');
  const found = rows.map(({ employee }) => employee.employee_id).sort();
  return found.join(' ') === expected ? 0 : 1;
}
