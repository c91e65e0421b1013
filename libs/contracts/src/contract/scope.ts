import type { AnyOperation } from './operation.js';

/**
 * Returns the scope that an API key needs: the words of the path with `read` or `write`, `face-conflicts-decide:write` for
 * `POST /api/v1/face/conflicts/{id}/decide/`. So no scope reaches a sub-resource. Returns undefined where keys are refused: outside
 * `/api/v1/`, at public operations and at those that need a session.
 */
export function scopeOf({
  access,
  http,
  sessionOnly,
}: Pick<AnyOperation, 'access' | 'http' | 'sessionOnly'>): string | undefined {
  const isForSessions = sessionOnly === 'always' || access.kind === 'public';
  if (isForSessions || !http?.path.startsWith(API)) return undefined;
  const words = http.path
    .slice(API.length)
    .split('/')
    .filter((part) => part !== '' && !part.startsWith('{'));
  return `${words.join('-')}:${http.method === 'GET' ? 'read' : 'write'}`;
}

const API = '/api/v1/';
