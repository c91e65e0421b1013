import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-launcher-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('launcher: ends its script when the shell of npm is gone', async () => {
  const script = join(folder, 'script.mjs');
  writeFileSync(
    script,
    `process.on('disconnect', () => process.stdout.write('told to end', () => process.exit()));
     process.stdout.write('running ');`,
  );
  const launcher = join(folder, 'launcher.mjs');
  writeFileSync(
    launcher,
    `import { runNode } from '${pathToFileURL(join(root, 'tools/run-node.mjs')).href}';
     runNode(${JSON.stringify(root)}, ${JSON.stringify(relative(root, script))});`,
  );
  /* A second command keeps the shell from replacing itself with the launcher. */
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${launcher}"; true`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(shell.stdout, 'readable');
  shell.kill('SIGTERM');
  /* Standard output ends when the last process that writes to it does. */
  expect(await text(shell.stdout)).toBe('running told to end');
});
