import type { HttpBinding } from './operation.js';

/**
 * What an API key needs for an operation, from its method and the first noun of its path: `face:write` for
 * `POST /api/v1/face/enroll/`. Undefined outside `/api/v1/`, where no API key counts.
 */
export function scopeOf({ method, path }: HttpBinding): string | undefined {
  const noun = /^\/api\/v1\/([a-z-]+)\//.exec(path)?.[1];
  return noun && `${noun}:${method === 'GET' ? 'read' : 'write'}`;
}
