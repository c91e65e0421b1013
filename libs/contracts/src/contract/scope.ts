import type { AnyOperation } from './operation.js';

/**
 * Returns the scope that an API key needs, from the method and the first noun of the path: `face:write` for
 * `POST /api/v1/face/enroll/`. What only some roles may do has a scope of its own, from the first two nouns:
 * `face-conflicts:write` for `POST /api/v1/face/conflicts/{id}/decide/`, so that no ordinary scope reaches it.
 * Returns undefined outside `/api/v1/`, where API keys are not accepted.
 */
export function scopeOf({ access, http }: Pick<AnyOperation, 'access' | 'http'>): string | undefined {
  if (!http) return undefined;
  const [, first, second] = /^\/api\/v1\/([a-z-]+)\/(?:([a-z-]+)\/)?/.exec(http.path) ?? [];
  if (first === undefined) return undefined;
  const noun = access.kind === 'roles' && second !== undefined ? `${first}-${second}` : first;
  return `${noun}:${http.method === 'GET' ? 'read' : 'write'}`;
}
