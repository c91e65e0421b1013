import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import assets from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { bindFiles } from './browser-files.js';

const require = createRequire(import.meta.url);
const swaggerFiles: ReadonlySet<string> = new Set(['/swagger-ui.css', '/swagger-ui-bundle.js']);

/** Serves the files that the pages load: their own and those of Swagger UI, which is large and changes with its package only. */
export async function bindAssets(server: FastifyInstance): Promise<void> {
  await server.register(assets, {
    root: dirname(require.resolve('swagger-ui-dist/package.json')),
    prefix: '/assets/swagger-ui/',
    decorateReply: false,
    index: false,
    maxAge: '1d',
    allowedPath: (path) => swaggerFiles.has(path),
  });
  bindFiles(server, {
    folder: join(import.meta.dirname, 'files'),
    /* Browsers ask for an icon at the root wherever they show no page, e.g. JSON. */
    urlOf: (name) => (name === 'favicon.png' ? '/favicon.ico' : `/assets/pages/${name}`),
  });
}
