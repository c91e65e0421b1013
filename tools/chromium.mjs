/*
 * Finds a Chromium for the browser tests: CHROMIUM_BIN, the PATH, the system's package manager (Debian, as root). Without one
 * the tests that need it say so and are skipped.
 */
import { spawnSync } from 'node:child_process';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function pathOf(name) {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' });
  const path = stdout.trim();
  if (status !== 0 || !path) return undefined;
  /* Ubuntu's package is a script that only asks for a snap, so the program is tried. */
  const { status: works } = spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 });
  return works === 0 ? path : undefined;
}

const found = () => names.map(pathOf).find((path) => path !== undefined);

function install() {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0)
    return false;
  process.stdout.write('Installing chromium with apt-get …\n');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const tryInstall = () =>
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options).status === 0;
  if (tryInstall()) return true;
  spawnSync('apt-get', ['update'], options);
  return tryInstall();
}

/** Returns the path of a working Chromium, installed if necessary; undefined if that is impossible. */
export function findChromium() {
  const given = process.env.CHROMIUM_BIN;
  if (given) {
    if (spawnSync(given, ['--version'], { stdio: 'ignore' }).status === 0) return given;
    throw new Error(`CHROMIUM_BIN=${given} does not run`);
  }
  return found() ?? (install() ? found() : undefined);
}
