import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node, with a global object like that of any program. The one that Jest makes calls into Node's C++ at every
 * look-up of a global name: `Math.imul` took 300 ns instead of 2, and whatever computes for each pixel or byte took minutes.
 */
export default class FastGlobals extends TestEnvironment {
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
  }
}
