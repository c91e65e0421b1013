import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** Folders of model files inside npm packages; looked up as Node resolves modules, nothing is downloaded. */
export const modelFolders = {
  human: () => join(packageRoot('@vladmandic/human'), 'models'),
  faceApi: () => join(packageRoot('@vladmandic/face-api'), 'model'),
};

/** The packages hide their package.json behind `exports`; the entry point's path tells where they are. */
function packageRoot(name: string): string {
  const entry = require.resolve(name);
  const marker = join('node_modules', ...name.split('/'));
  return entry.slice(0, entry.lastIndexOf(marker) + marker.length);
}
