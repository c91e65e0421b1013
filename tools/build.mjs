/*
 * Compiles each project to its `dist` when its sources changed. A stamp in `dist` is the hash of the sources and the compiler.
 * The new folder replaces the old one by a rename, so no process ever reads a half-written one.
 *   node tools/build.mjs              every project
 *   node tools/build.mjs apps/vision  one of them (what Nx runs)
 *   node tools/build.mjs --force      also what did not change
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { others, root } from './checkout.mjs';

const STAMP = '.built';
const swcSettings = join(root, '.swcrc');

/** Folders of every project, relative to the root. */
const projects = () =>
  ['apps', 'libs'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => join(parent, name))
      .filter((project) => existsSync(join(root, project, 'src'))),
  );

const sourcesOf = (project) =>
  readdirSync(join(root, project, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** Hash of everything but the sources that the output depends on. */
function compilerHash() {
  const swc = join(root, 'node_modules/@swc/core/package.json');
  const hash = createHash('sha256');
  for (const file of [swcSettings, swc, fileURLToPath(import.meta.url)])
    hash.update(existsSync(file) ? readFileSync(file) : '');
  return hash.digest('hex');
}

function stampOf(project, compiler) {
  const hash = createHash('sha256').update(compiler);
  for (const file of sourcesOf(project)) hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** Files that compiling a source makes, relative to `dist`. */
function outputsOf(project, file) {
  const name = relative(join(root, project, 'src'), file);
  const output = name.replace(/\.ts$/, '.js');
  return output === name ? [name] : [output, `${output}.map`];
}

/** Returns the stamp in `dist`; undefined when a file is missing there. */
function stampIn(project) {
  const dist = join(root, project, 'dist');
  if (!existsSync(join(dist, STAMP))) return undefined;
  const present = new Set(readdirSync(dist, { recursive: true }));
  const complete = sourcesOf(project).every((file) =>
    outputsOf(project, file).every((name) => present.has(name)),
  );
  return complete ? readFileSync(join(dist, STAMP), 'utf8') : undefined;
}

/** Returns the projects whose `dist` is incomplete or older than their sources, with the stamp of the sources. */
export function staleProjects(wanted = projects(), { force = false } = {}) {
  const compiler = compilerHash();
  return wanted
    .map((project) => ({ project, stamp: stampOf(project, compiler) }))
    .filter(({ project, stamp }) => force || stampIn(project) !== stamp);
}

async function compile(swc, project, file, target) {
  const [name] = outputsOf(project, file);
  const output = join(target, name);
  mkdirSync(dirname(output), { recursive: true });
  if (!file.endsWith('.ts')) return cpSync(file, output);
  /* Relative to `dist`, where the output is moved to. */
  const place = join(root, project, 'dist', name);
  const sourceFileName = relative(dirname(place), file);
  const { code, map } = await swc.transformFile(file, { configFile: swcSettings, sourceFileName });
  writeFileSync(output, `${code}\n//# sourceMappingURL=${basename(output)}.map`);
  writeFileSync(`${output}.map`, map);
}

async function build({ project, stamp }, swc) {
  const scratch = join(root, 'node_modules/.argus', `${project.replace(/\W/g, '-')}-${process.pid}`);
  const target = `${scratch}-new`;
  await Promise.all(sourcesOf(project).map((file) => compile(swc, project, file, target)));
  writeFileSync(join(target, STAMP), stamp);
  const dist = join(root, project, 'dist');
  if (existsSync(dist)) renameSync(dist, `${scratch}-old`);
  renameSync(target, dist);
  rmSync(`${scratch}-old`, { recursive: true, force: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    options: { force: { type: 'boolean' } },
    allowPositionals: true,
  });
  const stale = staleProjects(positionals.length > 0 ? positionals : undefined, values);
  const [other] = others();
  if (stale.length > 0 && other) {
    process.stderr.write(
      `Not built: process ${other.pid} (${other.command}) runs the current build. Stop it first.\n`,
    );
    process.exit(1);
  }
  const swc = stale.length > 0 ? await import('@swc/core') : undefined;
  for (const each of stale) await build(each, swc);
}
