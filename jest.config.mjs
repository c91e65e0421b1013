/*
 * Tests run the compiled code that ships (`nx build` first). TIER is spec (no I/O), int-spec (one service on real
 * Postgres and NATS) or e2e-spec (the whole platform over HTTP).
 */
const tier = process.env.TIER ?? 'spec';
/* Limits of what hangs; a busy machine is several times slower than an idle one. */
const timeoutMs = { spec: 60_000, 'int-spec': 180_000, 'e2e-spec': 240_000 }[tier];
/* A platform elsewhere asks a client to wait when it comes too often. */
const REMOTE_MS = 900_000;

export default {
  testEnvironment: '<rootDir>/tools/jest-environment.mjs',
  testRunner: '<rootDir>/tools/jest-native-modules.mjs',
  transform: {},
  roots: ['<rootDir>/apps', '<rootDir>/libs'],
  testMatch: [`**/dist/**/*.${tier}.js`],
  testTimeout: process.env.E2E_BASE_URL ? REMOTE_MS : timeoutMs,
  ...(process.env.E2E_BASE_URL && {
    setupFilesAfterEnv: ['<rootDir>/apps/e2e/dist/leave-nothing.js'],
  }),
  ...(tier !== 'spec' && {
    globalSetup: '<rootDir>/tools/jest-setup.ts',
    globalTeardown: '<rootDir>/tools/jest-teardown.ts',
  }),
  /* End-to-end suites share a platform: one enrols whom another expects to be nobody. */
  maxWorkers: tier === 'e2e-spec' ? 1 : 2,
  /* A worker in which finished files left more is replaced. */
  workerIdleMemoryLimit: '1GB',
};
