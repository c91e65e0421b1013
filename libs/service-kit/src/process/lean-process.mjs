/*
 * How every process of Argus is started: by npm start, start:services, tests and images. ADR 89. Plain Node without dependencies,
 * since the launchers read it before anything is built.
 */

/** For Node: new objects take at most 32 MB (by default 128), and the prelude runs before the program. */
export const nodeFlags = [
  '--max-semi-space-size=16',
  `--import=${new URL('prelude.mjs', import.meta.url).href}`,
];

/**
 * For glibc: two arenas instead of one per thread, and blocks above 128 KB go back to the system when they are freed. By default
 * glibc raises both thresholds with every larger freed block. An operator's own values come first.
 */
export const allocatorSettings = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};
