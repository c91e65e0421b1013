/*
 * Makes the folder that an image holds: the built apps with the packages that they need in production, without what no process reads.
 *   node tools/production.mjs --to <folder> platform             every app, by their names, and operators' commands
 *   node tools/production.mjs --to <folder> --tensorflow vision  with TensorFlow, which faces are analysed with
 *   node tools/production.mjs --to <folder> --webgpu vision      with WebGPU besides
 * The folder must not be there. The checkout must be built (npm ci, npm run build).
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { root } from './checkout.mjs';
import { megabytesIn, removeUnread } from './production/remove-unread.mjs';
import { wordsOf } from './words.mjs';

const {
  values: { to, ...uses },
  positionals: apps,
} = wordsOf(import.meta.url, {
  options: { to: { type: 'string' }, tensorflow: { type: 'boolean' }, webgpu: { type: 'boolean' } },
  names: [/^[a-z-]+$/],
});
const unknown = apps.filter((app) => !existsSync(join(root, 'apps', app, 'dist')));
if (to === undefined || apps.length === 0 || unknown.length > 0 || existsSync(to)) {
  console.error(
    unknown.length > 0
      ? `Not built: ${unknown.join(', ')}. Run npm run build, and name folders of apps/.`
      : 'Name apps, and by --to a folder that is not there: node tools/production.mjs --to out platform',
  );
  process.exit(2);
}

const out = resolve(to);
const projects = ['apps', 'libs'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(parent, name)),
);
for (const file of [
  'package.json',
  'package-lock.json',
  ...projects.map((project) => join(project, 'package.json')),
])
  if (existsSync(join(root, file))) cpSync(join(root, file), join(out, file));

const installed = spawnSync(
  'npm',
  [
    ...['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    ...apps.flatMap((app) => ['-w', `@argus/${app}`]),
  ],
  { cwd: out, stdio: 'inherit' },
);
if (installed.status !== 0) process.exit(installed.status ?? 1);
const before = megabytesIn(join(out, 'node_modules'));
removeUnread(join(out, 'node_modules'), [...Object.keys(uses), ...(uses.webgpu ? ['tensorflow'] : [])]);

const linked = readdirSync(join(out, 'node_modules/@argus')).map((name) =>
  relative(out, realpathSync(join(out, 'node_modules/@argus', name))),
);
const isRead = (file) => !/\.(spec|int-spec|e2e-spec)\.js$|\.map$/.test(file) && basename(file) !== '.built';
for (const project of linked) {
  const dist = join(project, 'dist');
  if (!existsSync(join(root, dist))) continue;
  mkdirSync(join(out, project), { recursive: true });
  cpSync(join(root, dist), join(out, dist), { recursive: true, filter: isRead });
}
for (const file of ['LICENSE', 'docs/licences.md']) cpSync(join(root, file), join(out, file));
console.log(
  `${out}: ${megabytesIn(out)} MB for ${apps.join(', ')}; packages ${before} MB as installed, ${megabytesIn(join(out, 'node_modules'))} MB as read`,
);
