import {
  anyone,
  type AnyOperation,
  authenticated,
  authenticatedWhenStrict,
  internal,
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
