import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { requestFactsOf } from './client-request.js';

const PUBLIC = 'https://argus.campus.example';
const direct = { protocol: 'http', socket: { localPort: 8000 }, ips: ['192.0.2.1'] };
const proxied = { ...direct, protocol: 'https', ips: ['127.0.0.1', '192.0.2.1'] };

describe('the address in links', () => {
  it.each([
    [
      'a port that is mapped to the gateway’s',
      undefined,
      { ...direct, host: 'campus.example:8080' },
      'http://campus.example:8080',
    ],
    [
      'a usual port that is mapped to the gateway’s',
      undefined,
      { ...direct, host: 'campus.example' },
      'http://campus.example',
    ],
    ['an IPv6 address', undefined, { ...direct, host: '[::1]:8080' }, 'http://[::1]:8080'],
    ['no host, as in HTTP/1.0', undefined, { ...direct, host: '' }, 'http://localhost:8000'],
    [
      'a trusted proxy’s port',
      undefined,
      { ...proxied, host: 'campus.example:8443' },
      'https://campus.example:8443',
    ],
    ['PUBLIC_URL', PUBLIC, { ...direct, host: 'campus.example:6666' }, PUBLIC],
  ] as const)('links: %s', (_, publicUrl, request, origin) => {
    for (const originalUrl of ['/api/v1/notes/?page=2', 'http://evil.test/api/v1/notes/?page=2']) {
      const { url } = requestFactsOf({ ...request, originalUrl } as unknown as FastifyRequest, publicUrl);
      expect(url.href).toBe(`${origin}/api/v1/notes/?page=2`);
    }
  });
});
