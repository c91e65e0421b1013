import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ScratchCheckout } from './testing/scratch-checkout.js';

const node = join(import.meta.dirname, '../../../node_modules/.bin/node');
const programs = ['main', 'main-separate', 'main-operator'];
let checkout: ScratchCheckout;
let npm: ChildProcess;
let gate: number;

/* Its build waits for a line in the pipe `gate`, and its programs leave a file when they start. */
beforeEach(() => {
  checkout = new ScratchCheckout();
  for (const name of programs)
    checkout.write(
      `apps/platform/src/${name}.ts`,
      `import { writeFileSync } from 'node:fs';\nwriteFileSync('started', '');\n`,
    );
  execFileSync('mkfifo', [checkout.path('gate')]);
  gate = openSync(checkout.path('gate'), 'r+');
  checkout.remove('node_modules/.bin/node');
  const waits = `case "$1" in *build.mjs) read line < '${checkout.path('gate')}' ;; esac`;
  checkout.write('node_modules/.bin/node', `#!/bin/sh\n${waits}\nexec '${node}' "$@"\n`, 0o755);
});
afterEach(() => {
  npm.kill('SIGKILL');
  closeSync(gate);
  checkout.remove();
});

async function buildBegins(args: readonly string[], program = 'npm'): Promise<() => string> {
  npm = spawn('env', ['PORT=0', 'OPERATIONS_PORT=0', program, ...args], {
    cwd: checkout.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [npm.stdout!, npm.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!said.includes('Building …')) {
    if (npm.exitCode !== null) throw new Error(`It ended:\n${said}`);
    await Promise.race([once(npm.stderr!, 'data'), once(npm, 'exit')]);
  }
  return () => said;
}

describe('an npm command whose npm ends during the build', () => {
  it.each([
    ['npm start', 'SIGTERM'],
    ['npm start', 'SIGKILL'],
    ['npm run start:services', 'SIGKILL'],
    ['npm run user -- list techtrack', 'SIGKILL'],
  ] as const)('%s: nothing starts or stays when npm gets %s during the build', async (command, signal) => {
    const said = await buildBegins(command.split(' ').slice(1));
    const npmEnded = once(npm, 'exit');
    /* The pipes close when the last process of the command is gone. */
    const allEnded = once(npm, 'close');
    npm.kill(signal);
    await npmEnded;
    writeSync(gate, 'go\n');
    await allEnded;
    expect([checkout.has('started'), said()]).toEqual([false, expect.stringContaining('Building …')]);
  });

  it('npm start: the program starts when npm lives on', async () => {
    await buildBegins(['start']);
    writeSync(gate, 'go\n');
    expect([(await once(npm, 'close'))[0], checkout.has('started')]).toEqual([0, true]);
  });
});

describe('a start that is ended during the build', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('start: %s ends its build, too', async (signal) => {
    await buildBegins(['tools/start.mjs'], 'node');
    npm.kill(signal);
    /* The build still waits at the gate: only its end closes the pipes. */
    expect((await once(npm, 'close'))[0]).toBe(1);
  });

  it('start: the build of a killed start is waited for before the next one begins', async () => {
    await buildBegins(['tools/start.mjs'], 'node');
    const killed = npm;
    killed.kill('SIGKILL');
    const killedBuildEnded = once(killed, 'close');
    npm = spawn('env', ['PORT=0', 'OPERATIONS_PORT=0', 'node', 'tools/start.mjs'], {
      cwd: checkout.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const [first] = (await once(npm.stderr!, 'data')) as [Buffer];
    expect(first.toString()).toBe(`Waiting until process ${killed.pid} has built …\n`);
    const ended = once(npm, 'close');
    writeSync(gate, 'go\n');
    await killedBuildEnded;
    expect([(await ended)[0], checkout.has('started')]).toEqual([0, true]);
  });
});
