import {
  anyone,
  type AnyOperation,
  authenticated,
  authenticatedWhenStrict,
  contracts,
  internal,
  scopeOf,
} from '@argus/contracts';
import type { PlatformSettings } from '@argus/service-kit';
import { describe, expect, it } from '@jest/globals';
import { Authenticator } from './authenticator.service.js';

const operation = (access: AnyOperation['access']): AnyOperation => ({
  subject: 'a.b.c',
  summary: '',
  access,
});

describe.each(['compat', 'strict'] as const)('Authenticator in the profile %s', (SECURITY_PROFILE) => {
  const unused = undefined as never;
  const authenticator = new Authenticator(unused, unused, unused, { SECURITY_PROFILE } as PlatformSettings, {
    ENFORCE_ROLES: [],
  });
  const isCompat = SECURITY_PROFILE === 'compat';

  it.each([
    ['anyone', anyone(), true],
    ['authenticated when strict', authenticatedWhenStrict(), isCompat],
    ['authenticated', authenticated(), false],
    ['internal', internal(), false],
  ] as const)(`profile ${SECURITY_PROFILE}: access %s without a token`, (_, access, admitted) => {
    expect(authenticator.admitsAnyone({ access })).toBe(admitted);
    const authorize = () => authenticator.authorize(operation(access), undefined, {});
    if (admitted) expect(authorize).not.toThrow();
    else expect(authorize).toThrow(access.kind === 'internal' ? 'NOT_FOUND' : 'NOT_AUTHENTICATED');
  });
});

describe('Authenticator: API keys', () => {
  const unused = undefined as never;
  const platform = { SECURITY_PROFILE: 'strict' } as PlatformSettings;
  const authenticator = new Authenticator(unused, unused, unused, platform, { ENFORCE_ROLES: [] });
  const operations = contracts
    .filter(({ family }) => family === 'attendance')
    .flatMap((contract) => Object.values<AnyOperation>(contract.operations))
    .filter(({ http }) => http);
  const ofAdmins = operations.filter(({ access }) => access.kind === 'roles');
  const ordinary = operations.filter(({ access }) => access.kind === 'authenticated');
  const keyWith = (scopes: readonly string[]) => ({
    family: 'attendance' as const,
    accountId: 1,
    username: 'ADM001',
    role: 'admin',
    sessionId: 'key',
    scopes,
  });

  it.each(ofAdmins.map((each) => [each.subject, each] as const))(
    'API key of an admin with the scopes of all ordinary operations: refused %s, allowed with its own scope',
    (_, each) => {
      const scopes = ordinary.flatMap((other) => scopeOf(other) ?? []);
      expect(() => authenticator.authorize(each, keyWith(scopes), {})).toThrow('PERMISSION_DENIED');
      expect(() => authenticator.authorize(each, keyWith([scopeOf(each)!]), {})).not.toThrow();
    },
  );
});
