import { describe, expect, it } from '@jest/globals';
import {
  anyone,
  type AnyOperation,
  apiKeyScopes,
  authenticated,
  contracts,
  roles,
  scopeOf,
} from '../index.js';

const attendance = contracts
  .filter(({ family }) => family === 'attendance')
  .flatMap((contract) => Object.values<AnyOperation>(contract.operations))
  .filter(({ http }) => http);

describe('the scope of an operation', () => {
  it('scopeOf: the scope of an operation is its noun with read or write', () => {
    const scopeOfPath = (method: 'GET' | 'POST', path: string, access = authenticated()) =>
      scopeOf({ http: { method, path }, access });
    expect(scopeOfPath('GET', '/api/v1/users/{id}/', roles('admin'))).toBe('users:read');
    expect(scopeOfPath('POST', '/api/v1/face/enroll/')).toBe('face:write');
    expect(scopeOfPath('GET', '/api/v1/face/conflicts/{id}/', roles('admin'))).toBe('face-conflicts:read');
    expect(scopeOfPath('GET', '/api/data/ecam/', anyone())).toBeUndefined();
  });

  it('scopeOf: no scope reaches both an operation of every account and one of some roles', () => {
    const ofRoles = attendance.filter(({ access }) => access.kind === 'roles');
    const ordinary = attendance.filter(({ access }) => access.kind === 'authenticated').map(scopeOf);
    expect(ofRoles.length).toBeGreaterThan(10);
    for (const operation of ofRoles)
      expect([operation.subject, ordinary.includes(scopeOf(operation))]).toEqual([operation.subject, false]);
  });

  it('apiKeyScopes: a key may have the scope of every attendance operation except sessions and keys', () => {
    const notForKeys = ['auth', 'api-keys'];
    for (const operation of attendance) {
      const scope = scopeOf(operation)!;
      expect([operation.http?.path, apiKeyScopes.includes(scope)]).toEqual([
        operation.http?.path,
        !notForKeys.includes(scope.split(':')[0]!),
      ]);
    }
  });
});
