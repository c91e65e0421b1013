import { describe, expect, it } from '@jest/globals';
import {
  anyone,
  type AnyOperation,
  apiKeyScopes,
  authenticated,
  contracts,
  formerScopes,
  roles,
  scopeOf,
} from '../index.js';

const attendance = contracts
  .filter(({ family }) => family === 'attendance')
  .flatMap((contract) => Object.values<AnyOperation>(contract.operations))
  .filter(({ http }) => http);

describe('the scope of an operation', () => {
  it('scopeOf: the scope of an operation is its whole path with read or write', () => {
    const scopeOfPath = (method: 'GET' | 'POST', path: string, access = authenticated()) =>
      scopeOf({ http: { method, path }, access });
    expect(scopeOfPath('GET', '/api/v1/users/{id}/', roles('admin'))).toBe('users:read');
    expect(scopeOfPath('POST', '/api/v1/users/{id}/photos/')).toBe('users-photos:write');
    expect(scopeOfPath('POST', '/api/v1/face/conflicts/{id}/decide/')).toBe('face-conflicts-decide:write');
    expect(scopeOfPath('POST', '/api/v1/auth/login/', anyone())).toBeUndefined();
    expect(scopeOfPath('GET', '/api/data/ecam/')).toBeUndefined();
  });

  it('scopeOf: an operation for sessions alone has no scope', () => {
    const http = { method: 'POST', path: '/api/v1/users/{id}/password/' } as const;
    expect(scopeOf({ http, access: roles('admin'), sessionOnly: 'always' })).toBeUndefined();
    expect(scopeOf({ http, access: roles('admin'), sessionOnly: 'privileged' })).toBe('users-password:write');
  });

  it('scopeOf: operations with one scope differ only in the parameter at the end of the path', () => {
    const pathsOf = new Map<string, Set<string>>();
    for (const operation of attendance) {
      const scope = scopeOf(operation);
      const path = operation.http!.path.replace(/\{\w+\}\/$/, '');
      if (scope !== undefined) pathsOf.set(scope, (pathsOf.get(scope) ?? new Set()).add(path));
    }
    expect([...pathsOf.values()].filter((paths) => paths.size > 1)).toEqual([]);
  });

  it('apiKeyScopes: a key may have the scope of each operation that is neither public nor for sessions', () => {
    const scopes = attendance.flatMap((operation) => scopeOf(operation) ?? []);
    expect([...apiKeyScopes].sort()).toEqual([...new Set(scopes)].sort());
  });

  it('formerScopes: every successor is a scope in force', () => {
    expect(
      Object.values(formerScopes)
        .flat()
        .filter((scope) => !apiKeyScopes.includes(scope)),
    ).toEqual([]);
  });

  it('sessionOnly: whatever gives passwords, sessions, links or keys needs a session', () => {
    const secret = /\/(auth|api-keys|password|sessions|links)\//;
    for (const { subject, http, access, sessionOnly } of attendance)
      if (secret.test(http!.path) && access.kind !== 'public')
        expect([subject, sessionOnly]).toEqual([subject, 'always']);
  });
});
