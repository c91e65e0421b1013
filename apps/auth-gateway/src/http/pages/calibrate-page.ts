import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { bindFiles } from './browser-files.js';
import { policyOf } from './policy.js';

const require = createRequire(import.meta.url);

/* Its own scripts, pictures that it makes itself, calls to this server and the camera. */
const headers = {
  'content-security-policy': policyOf({
    'script-src': "'self'",
    'img-src': "'self' blob:",
    'media-src': "'self' blob:",
    'connect-src': "'self'",
    'require-trusted-types-for': "'script'",
  }),
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), fullscreen=(self)',
};

/** Serves the calibration page. */
export function bindCalibratePage(server: FastifyInstance): void {
  bindFiles(server, {
    folder: dirname(require.resolve('@argus/calibration-page/index.html')),
    headers,
    urlOf: (name) => {
      if (name.endsWith('.spec.js')) return undefined;
      return name === 'index.html' ? '/calibrate' : `/calibrate/${name}`;
    },
  });
}
