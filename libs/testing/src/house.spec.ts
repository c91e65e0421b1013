import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const projects = ['apps', 'libs'].flatMap((parent) =>
  readdirSync(join(root, parent)).map((name) => join(parent, name)),
);
const tagsOf = (project: string): string[] => {
  const manifest = JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8')) as {
    nx?: { tags?: string[] };
  };
  return manifest.nx?.tags ?? [];
};
const lint = readFileSync(join(root, 'eslint.config.mjs'), 'utf8');

describe('the project structure', () => {
  it.each(projects)('%s has one type tag and one scope tag', (project) => {
    const tags = tagsOf(project);
    expect(tags.filter((tag) => tag.startsWith('type:'))).toHaveLength(1);
    expect(tags.filter((tag) => tag.startsWith('scope:'))).toHaveLength(1);
    expect(tags).toHaveLength(2);
  });

  it('eslint boundaries name every project type and every scope that is not a service', () => {
    /* The lint configuration reads the scopes of services from their manifests. */
    const listed = projects.map(tagsOf).flatMap((tags) => (tags.includes('type:app') ? ['type:app'] : tags));
    for (const word of new Set(listed.map((tag) => tag.split(':')[1])))
      expect(lint).toMatch(new RegExp(`['"\`:]${word}['"\`]|\\b${word}:`));
    expect(lint).not.toMatch(/sourceTag: '\*'|onlyDependOnLibsWithTags: \['\*'\]/);
  });

  it.each(projects)(
    '%s has no ring of files that import each other, directly or through others',
    (project) => {
      expect(ringsIn(importsIn(project))).toEqual([]);
    },
  );

  it.each(projects)(
    '%s has no ring of folders that import each other, directly or through others',
    (project) => {
      const folders = foldersOf(importsIn(project));
      expect(ringsIn(folders).map((ring) => arrowsAmong(ring, folders))).toEqual([]);
    },
  );

  it('the suffix of a file in an app says what Nest does with its class', () => {
    const apps = projects.filter((project) => tagsOf(project).includes('type:app'));
    expect(apps.flatMap(misnamedIn)).toEqual([]);
  });

  it('no file outside of stores holds SQL; the number of such files is printed', () => {
    const outside = projects.flatMap(filesWithSqlIn);
    process.stderr.write(`The house: ${outside.length} files outside of stores hold SQL\n`);
    expect(outside).toEqual([]);
  });

  it('an event that is told only where its listener wants it has no other consumer', () => {
    const files = projects
      .flatMap(shippedFilesIn)
      .map((name) => [name, readFileSync(join(root, name), 'utf8')] as const);
    const conditional = files.flatMap(([name, source]) =>
      [...source.matchAll(/\.onlyWhere\((\w+),/g)].map(([, event]) => ({ name, event: event! })),
    );
    const others = conditional.flatMap(({ name, event }) =>
      files.filter(
        ([other, source]) => other !== name && new RegExp(`@(Consumes|Follows)\\(${event}\\b`).test(source),
      ),
    );
    expect(conditional).not.toEqual([]);
    expect(others.map(([name]) => name)).toEqual([]);
  });

  it('holdsSql finds SQL in strings of any kind and ignores sentences', () => {
    expect(['`\n  SELECT 1`', "'DELETE FROM alarm'", '"WITH a AS (SELECT 1)"'].every(holdsSql)).toBe(true);
    expect(["'Select a screen'", '/* UPDATE of a row */', "'UPDATED'"].some(holdsSql)).toBe(false);
  });

  it('no Date is made of a time that was measured or recorded, and no milliseconds are taken from one: microseconds would be lost', () => {
    const made = projects.flatMap(filesThatMakeDates);
    expect(made.filter((file) => !(file in datesMayBeMade))).toEqual([]);
    expect(Object.keys(datesMayBeMade).filter((file) => !made.includes(file))).toEqual([]);
  });

  it('makesDate finds a Date that is made of a time and ignores the clock', () => {
    expect(
      ['new Date(row.at)', 'Date.parse(text)', 'new Date(`${day}`)', 'row.at.getTime()'].every(makesDate),
    ).toBe(true);
    expect(['new Date()', 'Date.now()', '/* new Date(x) */', '// new Date(x)'].some(makesDate)).toBe(false);
  });

  it('the numbers of folders and of rings of folders are printed', () => {
    const graphs = projects.map((project) => foldersOf(importsIn(project)));
    const sum = (count: (graph: Graph) => number) => graphs.reduce((total, graph) => total + count(graph), 0);
    const folders = sum((graph) => graph.size);
    const arrows = sum((graph) => [...graph.values()].reduce((total, { size }) => total + size, 0));
    const rings = sum((graph) => ringsIn(graph).length);
    process.stderr.write(
      `The house: ${projects.length} projects, ${folders} folders, ${arrows} arrows between folders, ${rings} rings of folders\n`,
    );
    expect(folders).toBeGreaterThan(projects.length);
  });

  it('ringsIn finds a ring of files and a ring of folders', () => {
    const imports = { 'a/1': ['b/1', 'c/1'], 'b/1': ['c/1'], 'c/1': ['b/2'], 'b/2': ['d/1'], 'd/1': ['b/1'] };
    const graph = graphOf(imports);
    expect(ringsIn(graph)).toEqual([['b/1', 'c/1', 'b/2', 'd/1']]);
    expect(ringsIn(graphOf({ ...imports, 'd/1': [] }))).toEqual([]);
    const folders = foldersOf(graphOf({ ...imports, 'd/1': [] }));
    expect(ringsIn(folders).map((ring) => arrowsAmong(ring, folders))).toEqual([['b → c', 'c → b']]);
  });
});

const suffixes = {
  Injectable: 'service|store|worker|consumer|clock|guard|interceptor|pipe',
  Controller: 'controller',
  Module: 'module',
  Entity: 'entity',
};

/** Returns the shipped files of a project that hold a decorated class and lack its suffix. */
function misnamedIn(project: string): string[] {
  return readdirSync(join(root, project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|(^|\/)testing\//.test(name))
    .filter((name) => {
      const source = readFileSync(join(root, project, 'src', name), 'utf8');
      return Object.entries(suffixes).some(
        ([decorator, kinds]) =>
          new RegExp(`^@${decorator}\\(`, 'm').test(source) && !new RegExp(`\\.(${kinds})\\.ts$`).test(name),
      );
    })
    .map((name) => join(project, name));
}

const shippedFilesIn = (project: string): string[] =>
  readdirSync(join(root, project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|(^|\/)(testing|conformance)\//.test(name))
    .map((name) => join(project, 'src', name));

/** Files that may hold SQL. Stores are built on libs/persistence, so that project may, too. */
const sqlMayStand = /\.store\.ts$|spec\.ts$|(^|\/)(migrations|testing)\//;
const sqlProjects = new Set(['libs/persistence', 'libs/embedded', 'libs/testing']);

const holdsSql = (text: string): boolean =>
  /[`'"]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|LOCK TABLE|CREATE TABLE|DROP TABLE)\s/.test(text);

function filesWithSqlIn(project: string): string[] {
  if (sqlProjects.has(project)) return [];
  return readdirSync(join(root, project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !sqlMayStand.test(name))
    .filter((name) => holdsSql(readFileSync(join(root, project, 'src', name), 'utf8')))
    .map((name) => join(project, name));
}

/** Files that make Dates of something other than the clock's reading, and what it is. None was measured or recorded as an event. */
const datesMayBeMade: Readonly<Record<string, string>> = {
  'libs/contracts/src/instant.ts': 'whole seconds and days, for the calendar',
  'libs/contracts/src/fields/types.ts': 'Dates of replicas of the former version',
  'libs/persistence/src/columns/stored-time.ts': 'the whole milliseconds beside the microseconds',
  'libs/persistence/src/columns/timestamps.ts': 'years BC, which no Instant holds',
  'apps/attendance/src/reports/files/report-file.ts': 'whole seconds in the heads of files',
  'apps/attendance/src/webhooks/webhook-message.ts': 'seconds of an attempt, from the clock',
  'apps/attendance/src/webhooks/webhook-schedule.ts': 'how long a receiver asks to wait, by its Retry-After',
  'apps/calibration/src/files/numpy.file.ts': 'the date of files in archives, always the same',
  'apps/equipment/src/retention/retention.worker.ts': 'a limit of age, from the clock',
  'apps/equipment/src/retention/alarm-retention.service.ts': 'a limit of age, from the clock',
  'apps/equipment/src/readings/reading-partition.store.ts': 'the first day of a week, in names of partitions',
  'apps/identity/src/login-attempts/allowance.ts': 'how long ago an attempt was, on a scale of seconds',
  'apps/identity/src/sessions/access-token.service.ts': 'seconds in a token (RFC 7519)',
  'apps/identity/src/signing-keys/key-schedule.ts': 'when a key begins, from the clock',
  'apps/identity/src/sessions/session.service.ts': 'when a session ends, from the clock',
  'apps/identity/src/sessions/refresh.service.ts': 'when a token ends, from the clock',
  'apps/platform/src/backup/erasure-file.ts': 'whether a text is a time; the text is kept',
};

const makesDate = (source: string): boolean =>
  /\bnew Date\((?!\))|\bDate\.parse\(|\.getTime\(\)/.test(source.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, ''));

function filesThatMakeDates(project: string): string[] {
  return readdirSync(join(root, project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/spec\.ts$|(^|\/)(testing|conformance)\//.test(name))
    .map((name) => join(project, 'src', name))
    .filter((name) => !/^(apps\/e2e|libs\/testing)\//.test(name))
    .filter((name) => makesDate(readFileSync(join(root, name), 'utf8')));
}

/** The files or folders that each file or folder imports. */
type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const graphOf = (imports: Record<string, readonly string[]>): Graph =>
  new Map(Object.entries(imports).map(([from, to]) => [from, new Set(to)]));

/** Returns each file of a project with the files that it imports or re-exports, types included. */
function importsIn(project: string): Graph {
  const source = join(root, project, 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const importsOf = (file: string): string[] =>
    [
      ...readFileSync(join(source, file), 'utf8').matchAll(
        /\sfrom '(\.[^']+)\.js';|^import '(\.[^']+)\.js';/gm,
      ),
    ].map(([, from, bare]) => `${join(dirname(file), (from ?? bare)!)}.ts`);
  return new Map(files.map((file) => [file, new Set(importsOf(file))]));
}

/** Returns the import graph of folders that ship. Files in the root compose the rest or hold settings, so they do not count. */
function foldersOf(files: Graph): Graph {
  const ships = (file: string) =>
    dirname(file) !== '.' && !file.endsWith('spec.ts') && !file.split('/').includes('testing');
  const folders = new Map<string, Set<string>>();
  for (const [file, imported] of files) {
    if (!ships(file)) continue;
    const from = dirname(file);
    const arrows = folders.get(from) ?? new Set();
    for (const to of [...imported].filter(ships).map((name) => dirname(name)))
      if (to !== from) arrows.add(to);
    folders.set(from, arrows);
  }
  return folders;
}

/** Returns the groups whose members all reach each other. */
function ringsIn(graph: Graph): string[][] {
  const reach = new Map([...graph.keys()].map((from) => [from, reachedFrom(from, graph)]));
  const rings: string[][] = [];
  for (const [member, reached] of reach) {
    if (!reached.has(member) || rings.some((ring) => ring.includes(member))) continue;
    rings.push([...reached].filter((other) => reach.get(other)?.has(member)));
  }
  return rings.map((ring) => [...graph.keys()].filter((member) => ring.includes(member)));
}

function reachedFrom(start: string, graph: Graph): Set<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const to of graph.get(next) ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      open.push(to);
    }
  return reached;
}

const arrowsAmong = (ring: readonly string[], graph: Graph): string[] =>
  ring.flatMap((from) =>
    [...graph.get(from)!].filter((to) => ring.includes(to)).map((to) => `${from} → ${to}`),
  );
