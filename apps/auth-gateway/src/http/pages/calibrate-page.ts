import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('@argus/calibration-page/index.html'));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/* Allows own scripts and styles, calls to this server and the camera; forbids frames and everything else. */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), fullscreen=(self)',
  /* Revalidated each time, so that a new version of the platform never runs with half of the old page. */
  'cache-control': 'no-cache',
};

interface PageFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
}

function readPage(): Map<string, PageFile> {
  const served = readdirSync(folder).filter((name) => types[extname(name)] && !name.endsWith('.spec.js'));
  return new Map(
    served.map((name) => {
      const body = readFileSync(join(folder, name));
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      return [name, { body, type: types[extname(name)]!, etag }];
    }),
  );
}

/** Serves the calibration page: each file, read once, at its own route. */
export function bindCalibratePage(server: FastifyInstance): void {
  const page = readPage();
  for (const [name, file] of page) {
    const url = name === 'index.html' ? '/calibrate' : `/calibrate/${name}`;
    server.get(url, (request, reply) => send(file, request, reply));
  }
}

function send({ body, type, etag }: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.headers({ ...headers, etag });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type(type).send(body);
}
