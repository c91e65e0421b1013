import { createRequire } from 'node:module';
import type { Backend } from './backend.js';

const require = createRequire(import.meta.url);
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/**
 * Native TensorFlow. Argus does not depend on the packages, because they download libtensorflow during their installation.
 * An operator who wants this backend installs one of them beside Argus.
 */
export const tensorflowBackend: Backend = {
  name: 'tensorflow',
  accelerated: true,
  register: async () => {
    restoreRemovedTypeChecks();
    const errors: unknown[] = [];
    for (const name of packages) {
      try {
        require(name);
        return;
      } catch (error) {
        errors.push(error);
      }
    }
    throw new AggregateError(errors, `Neither ${packages.join(' nor ')} can be loaded`);
  },
};

/** tfjs-node 4.22 still calls functions that Node 23 removed from `node:util`. */
function restoreRemovedTypeChecks(): void {
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
