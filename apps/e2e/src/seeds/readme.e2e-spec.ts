import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AttendanceClient } from '../attendance/attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);
const employeeId = `E${randomBytes(5).toString('hex').toUpperCase()}`;
let folder: string;

/** Returns the blocks of a page that call the platform, which must be all of its calls. */
function blocksOf(file: string): string[] {
  const page = readFileSync(fileURLToPath(new URL(`../../../../${file}`, import.meta.url)), 'utf8');
  const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)]
    .map(([, text]) => text!)
    .filter((text) => text.includes('curl '));
  const callsIn = (text: string): number => text.match(/\bcurl -/g)?.length ?? 0;
  expect(blocks.reduce((sum, block) => sum + callsIn(block), 0)).toBe(callsIn(page));
  return blocks;
}

async function run(commands: string): Promise<string> {
  const here = commands
    .replaceAll('localhost:8000', url)
    .replaceAll('.argus/secrets/', `${folder}/`)
    .replaceAll('EMP2001', employeeId)
    .replaceAll('emp2001', employeeId.toLowerCase());
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` };
  return (await promisify(execFile)('sh', ['-e', '-c', here], { env, cwd: folder })).stdout;
}

/** Returns the JSON objects and lists that stand in each other's wake. */
function answersIn(text: string): unknown[] {
  const parts = text.split(/(?<=[}\]])\s*(?=[{[])/).filter(Boolean);
  try {
    return parts.map((part) => JSON.parse(part) as unknown);
  } catch {
    throw new Error(`Not JSON after JSON: ${text}`);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argus-pages-'));
  writeFileSync(join(folder, 'first-admin.json'), JSON.stringify(admin), { mode: 0o600 });
  const photographs = portraitsOf('franck');
  for (const [index, name] of ['one', 'two', 'three'].entries())
    writeFileSync(join(folder, `${name}.jpg`), await photographs[index]!.read());
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  const { access: token } = await client.login();
  await client.http.delete(`/api/v1/users/${employeeId}/`, { token });
});

it('README: its curl commands, copied as they stand, log in and list the people', async () => {
  const [block, ...others] = blocksOf('README.md');
  expect(others).toEqual([]);
  expect(JSON.parse(await run(block!))).toMatchObject({
    ...{ count: expect.any(Number), results: expect.any(Array) },
  });
});

it('telemetry: its commands, copied as they stand, register, store a fixation and read it', async () => {
  const [block, ...others] = blocksOf('docs/topics/telemetry.md');
  expect(others).toEqual([]);
  const [registered, stored, rows] = answersIn(await run(block!.replaceAll('pilot1', `pilot${employeeId}`)));
  expect(registered).toEqual({ message: 'User created successfully' });
  expect(stored).toMatchObject({ message: 'Created successfully', data: [{ fixation_id: '17' }] });
  expect(rows).toMatchObject([{ recording_id: 'rec-left', fixation_x: 0.41 }]);
});

it('walk-through: its commands, copied as they stand, enrol and verify a face, and store a spreadsheet', async () => {
  await client.removeDemo((await client.login()).access);
  const [faces, machines, ...others] = blocksOf('docs/walk-through.md');
  expect(others).toEqual([]);
  const [, enrolment, verification] = answersIn(await run(faces!));
  /* Other suites may have enrolled the same face, which is then a case for an administrator. */
  expect(enrolment).toMatchObject({ status: 'completed', result: { faces_detected: 3 } });
  expect(verification).toMatchObject({ status: 'completed' });
  const [report, readings] = answersIn(await run(machines!));
  expect(report).toEqual({ received: 2, stored: 2, duplicates: 0, conflicts: 0 });
  expect(readings).toMatchObject([{ temperature: 21.5 }, { temperature: 22 }]);
});
