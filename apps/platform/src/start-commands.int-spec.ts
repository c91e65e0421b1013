import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LaunchedProcess } from '@argus/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const builtAt = (): number => statSync(join(root, 'apps/platform/dist')).ctimeMs;
let folder: string;
const running: LaunchedProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-start-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.end('SIGTERM')));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the script of an npm command. */
const run = (
  script: string,
  args: readonly string[] = [],
  settings: Record<string, string> = {},
): LaunchedProcess => {
  const launched = LaunchedProcess.launch(join(root, 'tools', script), {
    args,
    environment: {
      DATA_DIR: join(folder, 'data'),
      PORT: '0',
      OPERATIONS_PORT: '0',
      SERVICES: 'auth-gateway,identity',
      LOG_LEVEL: 'warn',
      ...settings,
    },
  });
  running.push(launched);
  return launched;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

describe('npm start', () => {
  it('npm start: refuses at once a data folder that another start uses, and that start goes on', async () => {
    const starts = [run('start.mjs'), run('start.mjs')];
    const endings = starts.map((start) => start.ended.then((status) => ({ start, status })));
    const { start: refused, status } = await Promise.race(endings);
    expect([status, refused.log]).toEqual([
      1,
      expect.stringMatching(
        /^Argus is already running on .*data \(process \d+\)\. Stop it first, or set DATA_DIR to another folder\.\n$/,
      ),
    ]);
    const [accepted] = starts.filter((start) => start !== refused);
    await accepted!.says('Argus is ready');

    const third = run('start.mjs');
    expect([await third.ended, third.log]).toEqual([1, expect.stringContaining('is already running on')]);
    await accepted!.end('SIGTERM');
    expect(await accepted!.ended).toBe(0);
  });

  it('npm start: starts again on the data folder of a killed start', async () => {
    const killed = run('start.mjs');
    await killed.says('Argus is ready');
    await killed.end('SIGKILL');
    /* The platform of the killed launcher ends by itself, and so does its output. */
    await killed.ended;
    const next = run('start.mjs');
    await next.says('Argus is ready');
    await next.end('SIGTERM');
    expect(await next.ended).toBe(0);
  });

  it.each(['start.mjs', 'start-services.mjs'])(
    '%s names a wrong or taken port before it makes anything',
    async (script) => {
      const neighbour = createServer();
      await new Promise<void>((done) => neighbour.listen(0, '127.0.0.1', done));
      const { port } = neighbour.address() as { port: number };
      const free = String(await freePort());
      const cases: [Record<string, string>, string][] = [
        [{ PORT: '99999' }, 'PORT "99999" is not a port'],
        [{ PORT: String(port) }, `Port ${port} is taken by another program; set PORT to a free one.`],
        [{ OPERATIONS_PORT: String(port) }, `set OPERATIONS_PORT to a free one.`],
        [{ PORT: free, OPERATIONS_PORT: free }, `PORT and OPERATIONS_PORT are both ${free}; set one`],
      ];
      for (const [settings, message] of cases) {
        const refused = run(script, [], settings);
        expect([await refused.ended, refused.log]).toEqual([1, expect.stringContaining(message)]);
      }
      neighbour.close();
    },
  );
});

describe("an operator's command", () => {
  it('operator command: works beside the running platform and does not replace its build', async () => {
    const platform = run('start.mjs');
    await platform.says('Argus is ready');
    const before = builtAt();
    const command = run('operator.mjs', ['user', 'list', 'techtrack']);
    expect([await command.ended, command.log]).toEqual([0, expect.stringContaining('admin@argus.local')]);
    expect(builtAt()).toBe(before);
    /* A mistake of the operator is told as such, not as a fault of the database that the platform runs. */
    const mistaken = run('operator.mjs', ['user', 'deactivate', 'attendance', 'NOBODY']);
    expect([await mistaken.ended, mistaken.log.trim()]).toEqual([1, 'There is no such user in this family.']);
    await platform.end('SIGTERM');
    expect(await platform.ended).toBe(0);
  });
});
