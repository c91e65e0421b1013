import { spawnSync } from 'node:child_process';

const options = {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
};
const apt = (...words) => spawnSync('apt-get', words, options).status === 0;

/** Installs a package of Debian, whose signature apt verifies. Throws when this is not Debian or not its administrator. */
export function installDebianPackage(name) {
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new Error('there is no apt-get');
  if (process.getuid?.() !== 0) throw new Error(`apt-get needs root: apt-get install ${name}`);
  const install = [
    'install',
    '-y',
    '--no-install-recommends',
    '-o',
    'APT::Get::AllowUnauthenticated=false',
    name,
  ];
  if (!apt(...install) && !(apt('update') && apt(...install)))
    throw new Error(`apt-get install ${name} failed`);
}
