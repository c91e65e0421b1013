/*
 * Runs before a program, in its worker threads too. Compiled code is kept beside the packages: Node's own place is a folder of /tmp
 * that another user could have filled. Where this user may not write, nothing is kept. Source maps are read of this project's
 * files only: those of packages took 20 MB and a tenth of the start.
 */
import { enableCompileCache, setSourceMapsSupport } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.argus/compiled', import.meta.url)));
setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
