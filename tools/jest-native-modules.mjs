/*
 * Jest's framework, except for how it loads a test file: Node does, with its own modules, as it loads the program that ships. Jest would
 * load each module anew for each file, by its copy of a loader. The files of a worker share their modules instead (ADR 99).
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';
import { useGlobals } from './jest-globals.mjs';

const globals = new URL('jest-globals.mjs', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) =>
    name === '@jest/globals' ? { url: globals, shortCircuit: true } : next(name, context),
});

/** Tracing begins once in a process: each of these files has modules of its own, by Jest's loader. */
const isAlone = (path) => /\/(tracing\/\w+|rpc\/trace)\.spec\.js$/.test(path);

let files = 0;

export default async function run(globalConfig, config, environment, runtime, testPath, ...more) {
  files++;
  if (!isAlone(testPath))
    runtime.unstable_importModule = async (path) => {
      useGlobals(runtime.requireModuleOrMock(testPath, '@jest/globals'));
      /* A set-up file runs for each test file. */
      await import(`${pathToFileURL(path)}?${files}`);
    };
  try {
    return await circus.default(globalConfig, config, environment, runtime, testPath, ...more);
  } finally {
    /* The next file uses the same objects and clocks. */
    environment.moduleMocker.restoreAllMocks();
    environment.fakeTimersModern.useRealTimers();
  }
}
