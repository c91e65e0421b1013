import vm from 'node:vm';
import { ModernFakeTimers } from '@jest/fake-timers';
import { TestEnvironment } from 'jest-environment-node';

const builtIn = vm
  .runInNewContext('Object.getOwnPropertyNames(globalThis)')
  .filter((name) => /^[A-Z]/.test(name) && typeof globalThis[name] === 'function');

/**
 * Jest's environment for Node. In its context runs only Jest's own framework: tests run among Node's modules (jest-native-modules.mjs).
 * So the framework has their built-in classes (`expect.any(Number)` means theirs), and it is their clocks that it fakes. Its global
 * object is like that of any program: the one that Jest makes calls into Node's C++ at every look-up of a global name.
 */
export default class NativeEnvironment extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    let replaced = false;
    vm.createContext = () => {
      replaced = true;
      return createContext(vm.constants.DONT_CONTEXTIFY);
    };
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
    if (!replaced)
      throw new Error(
        'jest-environment-node makes its context otherwise now; see tools/jest-environment.mjs',
      );
    for (const name of builtIn) this.global[name] = globalThis[name];
    const [{ projectConfig: config }] = given;
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
  }
}
