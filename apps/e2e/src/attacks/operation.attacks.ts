import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { appFile, startPlatform } from '@argus/testing';
import { password } from '../generated/targets/accounts.js';
import { type Attack, means, tally } from './attack.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Addresses on which the processes listen, as `0100007F:1F40`. */
function listening(pids: readonly number[]): string[] {
  const inodes = new Set(
    pids.flatMap((pid) =>
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        try {
          return [/^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? ''];
        } catch {
          return [];
        }
      }),
    ),
  );
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words[3] === '0A' && inodes.has(words[9]!))
    .map((words) => words[1]!);
}

const launchersOf = (pids: readonly number[]): number[] =>
  pids.map((pid) => Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]));

/** Runs a module of tools/ where every program that could install something only leaves a note; returns the notes. */
function installersCalled(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'argus-attack-'));
  try {
    const notes = join(folder, 'notes');
    for (const program of ['apt-get', 'apt', 'sudo', 'curl', 'wget', 'npm', 'pip', 'pip3', 'brew'])
      writeFileSync(join(folder, program), `#!/bin/sh\necho ${program} "$@" >> ${notes}\n`, { mode: 0o755 });
    const env = { PATH: `${folder}:/usr/bin-without-it:/bin`, HOME: folder, XDG_CACHE_HOME: folder };
    execFileSync(join(folder, 'apt-get'), ['works'], { env: { PATH: '/usr/bin:/bin' } });
    means(readFileSync(notes, 'utf8').includes('apt-get works'), 'the notes are not taken');
    rmSync(notes);
    writeFileSync(notes, '');
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root, env, stdio: 'pipe' });
    } catch {
      /* It may end with advice. */
    }
    return readFileSync(notes, 'utf8').trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fills the disk with a file, to its last page. Returns the code of the error that says so. */
function fillDisk(file: string): string | undefined {
  let code: string | undefined;
  for (const bytes of [1 << 20, 1 << 12])
    try {
      for (;;) appendFileSync(file, Buffer.alloc(bytes));
    } catch (error) {
      ({ code } = error as NodeJS.ErrnoException);
    }
  return code;
}

export const operationAttacks: readonly Attack[] = [
  {
    finding: 'S11',
    tried: 'the first password is read in the output of a start without a terminal',
    run(stage) {
      const { password, email } = stage.admin;
      const { log } = stage.platform;
      means(log.includes(email), 'the output does not name the first administrator');
      const isThere = log.includes(password);
      return Promise.resolve({ happened: isThere ? 'it stands there' : 'not there', fell: isThere });
    },
  },
  {
    finding: 'S12',
    tried: 'looking for a missing nats-server or Chromium installs something, and packages have no checksum',
    run() {
      const called = installersCalled(
        `import { installedNatsServer } from './tools/nats-server.mjs'; import { installedChromium } from './tools/chromium.mjs';
         installedChromium(); installedNatsServer(); (await import('./tools/nats-server.mjs')).findNatsServer();`,
      );
      const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
        packages: Record<string, { link?: boolean; integrity?: string }>;
      };
      const entries = Object.entries(packages).filter(
        ([place, { link }]) => place.includes('node_modules/') && !link,
      );
      const open = entries.filter(([, { integrity }]) => !integrity);
      means(entries.length > 1000, 'no packages in the lock file');
      return Promise.resolve({
        happened: `called: ${called || 'nothing'}; without a checksum: ${open.length} of ${entries.length}`,
        fell: called !== '' || open.length > 0,
      });
    },
  },
  {
    finding: 'S13',
    tried: 'with HOST=0.0.0.0 other machines reach the servers for operations',
    run({ platform, url }) {
      const pids = platform.processes();
      const open = listening([...new Set([...pids, ...launchersOf(pids.slice(0, 1)), ...pids])])
        .filter((address) => !address.startsWith('0100007F'))
        .map((address) => Number.parseInt(address.split(':')[1]!, 16));
      const gateway = Number(new URL(url).port);
      means(open.includes(gateway), 'the gateway is not reachable from elsewhere');
      return Promise.resolve({
        happened: `${open.length} open, the gateway among them`,
        fell: open.some((port) => port !== gateway),
      });
    },
  },
  {
    finding: 'S13',
    tried: 'the data key cannot be changed, or not while clients sign up and replies are sealed',
    isLong: true,
    async run(stage) {
      const { dataDirectory } = stage.platform;
      const file = join(dataDirectory, 'secrets', 'data.key');
      const before = readFileSync(file, 'utf8');
      const statuses: number[] = [];
      let isRotating = true;
      const signUps = (async () => {
        while (isRotating) {
          const username = stage.name('r');
          const body = { username, password, email: `${username}@example.com`, type: 'student' };
          const headers = { 'idempotency-key': username };
          const from = stage.address();
          const signUp = () => stage.post('/signup', { from, headers, body });
          statuses.push((await signUp()).status, (await signUp()).status);
        }
      })();
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [appFile('platform/dist/main-operator.js'), 'keys', 'rotate-data'],
        { env: { PATH: '/usr/bin:/bin', DATA_DIR: dataDirectory } },
      ).finally(() => (isRotating = false));
      await signUps;
      const isNew = readFileSync(file, 'utf8') !== before;
      const isServed = statuses.every((status) => status === 201);
      return {
        happened: `${tally(statuses)}; ${stdout.trim().split('\n').at(-1) ?? ''}`,
        fell: !isNew || !isServed,
      };
    },
  },
  {
    finding: 'S13',
    tried: 'a full disk is answered 500',
    isLong: true,
    async run({ platform: { mode } }) {
      const folder = mkdtempSync(join(tmpdir(), 'argus-full-'));
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=350m,mode=755', 'none', folder]);
      try {
        const dataDirectory = join(folder, 'data');
        mkdirSync(dataDirectory, { mode: 0o755 });
        const platform = await startPlatform({ mode, settings: { DATA_DIR: dataDirectory } });
        try {
          const create = async (count: number): Promise<number[]> => {
            const statuses: number[] = [];
            for (let sent = 0; sent < count; sent++) {
              const body = JSON.stringify({ candidate_id: `c${sent}`, metadata: { a: 'x'.repeat(4000) } });
              const answer = await fetch(`${platform.url}/api/calibration/session/create`, {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body,
              });
              statuses.push(answer.status);
            }
            return statuses;
          };
          const before = await create(1);
          const filler = join(folder, 'filler');
          const full = fillDisk(filler);
          const statuses = await create(300);
          means(before[0]! < 300 && full === 'ENOSPC', `${before[0]}, ${full}`);
          means(
            statuses.some((status) => status >= 400),
            'everything could be written',
          );
          rmSync(filler);
          const after = await create(5);
          return {
            happened: `${tally(statuses)}; afterwards ${tally(after)}`,
            fell: [...statuses, ...after].includes(500) || after.at(-1)! >= 300,
          };
        } finally {
          await platform.stop();
        }
      } finally {
        execFileSync('umount', [folder]);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
];
