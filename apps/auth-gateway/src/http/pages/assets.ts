import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import assets from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const require = createRequire(import.meta.url);

const viewers: Readonly<Record<string, { folder: string; files: ReadonlySet<string> }>> = {
  'swagger-ui': {
    folder: dirname(require.resolve('swagger-ui-dist/package.json')),
    files: new Set([
      '/swagger-ui.css',
      '/swagger-ui-bundle.js',
      '/swagger-ui-standalone-preset.js',
      '/favicon-32x32.png',
    ]),
  },
  redoc: {
    folder: join(dirname(require.resolve('redoc/package.json')), 'bundles'),
    files: new Set(['/redoc.standalone.js']),
  },
};

const types: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript' };

/** Serves the files that the pages load: those of the viewers' packages, and `own` texts by name. */
export async function bindAssets(
  server: FastifyInstance,
  own: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, { folder, files }] of Object.entries(viewers)) {
    await server.register(assets, {
      root: folder,
      prefix: `/assets/${name}/`,
      decorateReply: false,
      index: false,
      maxAge: '1d',
      allowedPath: (path) => files.has(path),
    });
  }
  for (const [name, text] of Object.entries(own)) {
    const type = `${types[name.split('.').at(-1)!]}; charset=utf-8`;
    server.get(`/assets/pages/${name}`, (_, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=3600').send(text),
    );
  }
}
