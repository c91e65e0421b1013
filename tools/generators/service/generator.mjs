import { join } from 'node:path';
import { formatFiles, generateFiles, installPackagesTask, names, readJson, updateJson } from '@nx/devkit';
import { refusalOf, schemaOf } from './service-name.mjs';

const PLATFORM_SERVICES = 'apps/platform/src/services.ts';

/** Makes `apps/<name>` and adds it to the platform's list. Everything else finds a service by its manifest. */
export default async function service(tree, { name, summary }) {
  const root = `apps/${name}`;
  const taken = [root, `libs/${name}`].find((folder) => tree.exists(folder));
  const refusal = taken ? `${taken} exists already` : refusalOf(name);
  if (refusal) throw new Error(`A service cannot be named "${name}": ${refusal}. Choose another name.`);
  const { className, propertyName, constantName } = names(name);
  const schema = schemaOf(name);
  const { dependencies } = readJson(tree, 'libs/service-kit/package.json');
  const words = { name, schema, summary, className, propertyName, constantName, dependencies, tmpl: '' };
  generateFiles(tree, join(import.meta.dirname, 'files'), root, words);
  dependPlatformOn(tree, `@argus/${name}`);
  enterInPlatform(tree, `@argus/${name}`, `${propertyName}Service`);
  await formatFiles(tree);
  return () => installPackagesTask(tree, true);
}

function dependPlatformOn(tree, project) {
  updateJson(tree, 'apps/platform/package.json', (manifest) => {
    const dependencies = Object.entries({ ...manifest.dependencies, [project]: '0.1.0' }).sort();
    return { ...manifest, dependencies: Object.fromEntries(dependencies) };
  });
}

/** Adds the service first in the list, where callers stand before the services they call: nothing calls a new one. */
function enterInPlatform(tree, project, definition) {
  const source = tree.read(PLATFORM_SERVICES, 'utf8');
  const list = 'export const services: readonly ServiceDefinition[] = [\n';
  const imports = [...source.matchAll(/^import .* from '@argus\/.*';\n/gm)];
  const last = imports.at(-1);
  if (!last || !source.includes(list))
    throw new Error(`${PLATFORM_SERVICES} has no list of services that a line could be added to.`);
  const at = last.index + last[0].length;
  const imported = `${source.slice(0, at)}import { ${definition} } from '${project}';\n${source.slice(at)}`;
  tree.write(PLATFORM_SERVICES, imported.replace(list, `${list}  ${definition},\n`));
}
