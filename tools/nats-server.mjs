/*
 * Finds a nats-server: NATS_SERVER_BIN, the PATH, an earlier download, the system's package manager, the official release.
 * Says so when it installs one.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const RELEASE = 'v2.12.1';
const cached = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'argus',
  `nats-server-${RELEASE}`,
);

const works = (binary) => spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0;

function fromPackageManager() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0)
    return false;
  console.log('Installing nats-server with apt-get …');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  if (spawnSync('apt-get', ['install', '-y', 'nats-server'], options).status === 0)
    return works('nats-server');
  spawnSync('apt-get', ['update'], options);
  return spawnSync('apt-get', ['install', '-y', 'nats-server'], options).status === 0 && works('nats-server');
}

function fromRelease() {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  const os = { linux: 'linux', darwin: 'darwin' }[process.platform];
  if (!arch || !os) return false;
  const name = `nats-server-${RELEASE}-${os}-${arch}`;
  const folder = `${cached}.download`;
  mkdirSync(folder, { recursive: true });
  try {
    console.log(`Downloading ${name} …`);
    const url = `https://github.com/nats-io/nats-server/releases/download/${RELEASE}/${name}.tar.gz`;
    execFileSync('curl', ['-fsSL', '--max-time', '120', '-o', join(folder, 'release.tar.gz'), url], {
      stdio: 'inherit',
    });
    execFileSync('tar', ['-xzf', join(folder, 'release.tar.gz'), '-C', folder]);
    mkdirSync(dirname(cached), { recursive: true });
    renameSync(join(folder, name, 'nats-server'), cached);
    chmodSync(cached, 0o755);
    return works(cached);
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function giveUp(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Returns the path of a working nats-server, installed if necessary. Ends the process with advice if that is impossible. */
export function findNatsServer() {
  const given = process.env.NATS_SERVER_BIN;
  if (given) {
    if (works(given)) return given;
    giveUp(`NATS_SERVER_BIN is wrong: ${given} does not run; unset it to have one found or installed.`);
  }
  if (works('nats-server')) return 'nats-server';
  if (existsSync(cached) && works(cached)) return cached;
  if (fromPackageManager()) return 'nats-server';
  if (fromRelease()) return cached;
  giveUp(
    'No nats-server found. Install it (Debian: apt-get install nats-server; macOS: brew install nats-server) ' +
      'or set NATS_SERVER_BIN to a binary.',
  );
}
