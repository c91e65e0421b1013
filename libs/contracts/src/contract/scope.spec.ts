import { describe, expect, it } from '@jest/globals';
import { type AnyOperation, apiKeyScopes, contracts, scopeOf } from '../index.js';

describe('the scope of an operation', () => {
  it('scopeOf: the scope of an operation is its noun with read or write', () => {
    expect(scopeOf({ method: 'GET', path: '/api/v1/users/{id}/' })).toBe('users:read');
    expect(scopeOf({ method: 'POST', path: '/api/v1/face/enroll/' })).toBe('face:write');
    expect(scopeOf({ method: 'GET', path: '/api/data/ecam/' })).toBeUndefined();
  });

  it('apiKeyScopes: a key may have the scope of every attendance operation except sessions and keys', () => {
    const notForKeys = ['auth', 'api-keys'];
    const operations: AnyOperation[] = contracts
      .filter(({ family }) => family === 'attendance')
      .flatMap((contract) => Object.values(contract.operations));
    for (const { http } of operations) {
      if (!http) continue;
      const scope = scopeOf(http)!;
      expect([http.path, apiKeyScopes.includes(scope)]).toEqual([
        http.path,
        !notForKeys.includes(scope.split(':')[0]!),
      ]);
    }
  });
});
