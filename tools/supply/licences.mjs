/* Licences of packages: those that are taken, exceptions by name, and the page that lists them. */
import { nameAt } from './install-scripts.mjs';

const taken = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
];

/** What a package says, or does not say, and why it is taken nevertheless. `*` ends a beginning of names. */
const exceptions = [
  ['@img/sharp-*', 'LGPL-3.0-or-later', 'libvips: a shared library beside ours, unchanged and replaceable'],
  ['axe-core', 'MPL-2.0', 'used unchanged'],
  ['caniuse-lite', 'CC-BY-4.0', 'data for builds, named here'],
  ['busboy', undefined, 'its LICENSE is the MIT licence'],
  [
    'dejavu-fonts-ttf',
    'SEE LICENSE IN README.md AND LICENSE',
    'its LICENSE lets everybody use, embed and pass on the fonts (Bitstream Vera, Arev)',
  ],
  ['jsfeat', undefined, 'its LICENSE is the MIT licence'],
  ['numeric', undefined, 'its README states the MIT licence'],
  ['passport-strategy', undefined, 'its LICENSE is the MIT licence; benchmarks only'],
  ['pause', undefined, 'its Readme holds the MIT licence; benchmarks only'],
  ['png-js', undefined, 'its LICENSE is the MIT licence'],
  ['streamsearch', undefined, 'its LICENSE is the MIT licence'],
  ['tracking', 'BSD', 'its licence file is BSD-3-Clause; benchmarks only'],
  ['usearch', 'Apache 2.0', 'means Apache-2.0'],
];

/** Tells whether an SPDX expression of AND and OR can be met with licences that are taken. */
const isTaken = (expression, also) =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((id) => [...taken, also].includes(id)));

function verdict(name, licence) {
  const exception = exceptions.find(
    ([pattern, stated]) =>
      (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name) &&
      (stated === licence || licence?.split(' AND ').includes(stated)),
  );
  const ok =
    licence === undefined
      ? exception !== undefined
      : isTaken(licence, exception?.[1]) || exception?.[1] === licence;
  return { ok, exception };
}

const packagesOf = (lock) =>
  Object.entries(lock.packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .map(([place, { version, license }]) => ({ name: nameAt(place), version, licence: license }));

/** Returns the packages whose licence is not taken, and the exceptions that none needs. */
export function licenceFaults(lock) {
  const packages = packagesOf(lock).map((each) => ({ ...each, ...verdict(each.name, each.licence) }));
  return [
    ...packages
      .filter(({ ok }) => !ok)
      .map(
        ({ name, version, licence }) =>
          `${name} ${version}: licence ${licence ?? 'not stated'} is not taken (tools/supply/licences.mjs)`,
      ),
    ...exceptions
      .filter((exception) => !packages.some((each) => each.exception === exception))
      .map(([pattern]) => `${pattern} needs no exception any more: take it off tools/supply/licences.mjs`),
  ];
}

const HEAD = `# Licences of the packages

What the lock file holds for every platform, tests and tools included. \`npm run supply\` makes this page and fails for a licence that is
neither taken nor an exception by name. Model weights: [models.md](models.md).
`;

/** Returns docs/licences.md for a lock file. */
export function licencePage(lock) {
  const byLicence = Map.groupBy(packagesOf(lock), ({ licence }) => licence ?? 'not stated');
  const counts = [...byLicence]
    .sort(([one, ones], [other, others]) => others.length - ones.length || (one < other ? -1 : 1))
    .map(([licence, packages]) => `| ${licence} | ${packages.length} |`);
  const named = exceptions.map(
    ([name, licence, reason]) => `| ${name} | ${licence ?? 'not stated'} | ${reason} |`,
  );
  return [
    HEAD,
    '| licence | packages |\n| --- | --- |',
    counts.join('\n'),
    '\n## Exceptions\n\n| package | states | taken because |\n| --- | --- | --- |',
    named.join('\n'),
    '',
  ].join('\n');
}
