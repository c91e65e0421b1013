import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

interface BrowserFiles {
  readonly folder: string;
  /** Returns where a file answers; undefined for one that browsers do not get. */
  readonly urlOf: (name: string) => string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Serves files of a folder, each read once, at routes of their own. Browsers ask each time whether a file changed, so that a new
 * version of the platform never runs with half of the old page.
 */
export function bindFiles(server: FastifyInstance, { folder, urlOf, headers }: BrowserFiles): void {
  for (const name of readdirSync(folder)) {
    const type = types[extname(name)];
    const url = urlOf(name);
    if (type === undefined || url === undefined) continue;
    const body = readFileSync(join(folder, name));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    server.get(url, (request, reply) => {
      reply.headers({ ...headers, 'cache-control': 'no-cache', etag });
      if (request.headers['if-none-match'] === etag) return reply.code(304).send();
      return reply.type(type).send(body);
    });
  }
}
