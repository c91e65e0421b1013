import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** Folders of model files inside npm packages, found by Node's module resolution. Nothing is downloaded. */
export const modelFolders = {
  human: () => join(packageRoot('@vladmandic/human'), 'models'),
  faceApi: () => join(packageRoot('@vladmandic/face-api'), 'model'),
};

/** Returns a package's folder from the path of its entry point, because `exports` hides its package.json. */
function packageRoot(name: string): string {
  const entry = require.resolve(name);
  const marker = join('node_modules', ...name.split('/'));
  return entry.slice(0, entry.lastIndexOf(marker) + marker.length);
}
