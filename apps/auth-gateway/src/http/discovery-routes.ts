import type { FastifyInstance } from 'fastify';
import { documentOf } from '../openapi/document.js';
import type { KeySet } from '../trust/key-set.js';

/** What a client can find out without an account: the API document and the keys that tokens are signed with. */
export function bindDiscovery(server: FastifyInstance, keys: KeySet): void {
  const document = documentOf('attendance');
  server.get('/openapi.json', () => document);
  server.get('/.well-known/jwks.json', async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    return keys.jwks();
  });
  server.get('/', () => ({
    name: 'Argus',
    version: document.info.version,
    documentation: '/openapi.json',
    keys: '/.well-known/jwks.json',
  }));
}
