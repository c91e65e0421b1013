import type { HttpBinding } from './operation.js';

/**
 * Returns the scope that an API key needs, from the method and the first noun of the path: `face:write` for
 * `POST /api/v1/face/enroll/`. Returns undefined outside `/api/v1/`, where API keys are not accepted.
 */
export function scopeOf({ method, path }: HttpBinding): string | undefined {
  const noun = /^\/api\/v1\/([a-z-]+)\//.exec(path)?.[1];
  return noun && `${noun}:${method === 'GET' ? 'read' : 'write'}`;
}
