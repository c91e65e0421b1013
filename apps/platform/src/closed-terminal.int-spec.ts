import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EmbeddedPostgres } from '@argus/embedded';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
let folder: string;
let launcher: ChildProcess;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-terminal-'));
  chmodSync(folder, 0o755);
});
afterEach(() => {
  launcher.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the platform by its launcher, in a process group of its own like a job of a terminal. */
async function startInForeground(main: string): Promise<() => string> {
  const script = join(folder, 'launcher.mjs');
  const env = {
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    OPERATIONS_PORT: '0',
    SERVICES: 'auth-gateway,identity',
    LOG_LEVEL: 'trace',
  };
  writeFileSync(
    script,
    `import { runNode } from '${pathToFileURL(join(root, 'tools/run-node.mjs')).href}';
     runNode(${JSON.stringify(root)}, 'apps/platform/dist/${main}.js', { env: ${JSON.stringify(env)} });`,
  );
  launcher = spawn(process.execPath, [script], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [launcher.stdout!, launcher.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!said.includes('Argus is ready')) {
    if (launcher.exitCode !== null) throw new Error(`It ended:\n${said}`);
    await Promise.race([once(launcher.stdout!, 'data'), once(launcher, 'exit')]);
  }
  return () => said;
}

/** Returns the words of the files that are long enough to be secrets. */
const secretsIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(
      ({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8').match(/[\w+/=-]{16,}/g) ?? [],
    );

describe('a closed terminal', () => {
  it.each(['main', 'main-separate'])(
    'closed terminal: SIGHUP ends the platform of %s.js as SIGTERM does, and its output held no secret of the first start',
    async (main) => {
      const said = await startInForeground(main);
      const closed = once(launcher, 'close');
      /* The kernel and the shell may each send one. */
      process.kill(-launcher.pid!, 'SIGHUP');
      process.kill(-launcher.pid!, 'SIGHUP');
      expect([await closed, said()]).toEqual([[0, null], expect.stringContaining('Stopped')]);
      /* What is no terminal may be a log: from the first start on nothing secret is in it. */
      const secrets = secretsIn(join(folder, 'data', 'secrets'));
      expect(secrets.length).toBeGreaterThan(1);
      expect(said()).toContain('first-admin.json');
      expect(secrets.filter((secret) => said().includes(secret))).toEqual([]);
      expect(await EmbeddedPostgres.urlOfRunning(join(folder, 'data', 'postgres'))).toBeUndefined();
    },
  );
});
