/*
 * Finds a Chromium for the browser tests: CHROMIUM_BIN, the PATH. It installs none: `npm run programs -- chromium` does. Without one
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

/** Returns the path of a Chromium that works, if there is one. Throws when CHROMIUM_BIN names another. */
export function installedChromium() {
  const given = process.env.CHROMIUM_BIN;
  if (!given) return names.map(pathOf).find((path) => path !== undefined);
  if (spawnSync(given, ['--version'], { stdio: 'ignore' }).status === 0) return given;
  throw new Error(`CHROMIUM_BIN=${given} does not run`);
}
