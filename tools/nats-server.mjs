/*
 * Finds a nats-server: NATS_SERVER_BIN, the pinned one in the user's cache, the PATH. It installs none: `npm run programs` does.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pinnedNatsServer } from './programs/pinned-nats-server.mjs';

const works = (binary) => spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0;

function giveUp(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

const versionOf = (binary) => spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout.trim();

/** Returns the file that the PATH gives for a program. */
const onPath = (program) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file)) ?? program;

/** Says which program is taken when nobody chose it: one from the PATH may be of any version. */
export function sayIfFromPath(binary) {
  if (binary === 'nats-server')
    process.stderr.write(
      `Using ${onPath(binary)} from the PATH (${versionOf(binary)}); "npm run programs" brings the pinned version.\n`,
    );
  return binary;
}

/** Returns the path of a nats-server that works, if there is one. Ends the process when NATS_SERVER_BIN names another. */
export function installedNatsServer() {
  const given = process.env.NATS_SERVER_BIN;
  if (given && !works(given))
    giveUp(`NATS_SERVER_BIN is wrong: ${given} does not run; unset it to have one found.`);
  return given || pinnedNatsServer.find() || (works('nats-server') ? 'nats-server' : undefined);
}

/** Returns the path of a working nats-server. Ends the process with advice if there is none. */
export const findNatsServer = () =>
  installedNatsServer() ??
  giveUp(
    'No nats-server found. "npm run programs" brings it; or install it yourself (Debian: apt-get install nats-server; ' +
      'macOS: brew install nats-server), or set NATS_SERVER_BIN to a binary, or NATS_URL to a broker that runs.',
  );
