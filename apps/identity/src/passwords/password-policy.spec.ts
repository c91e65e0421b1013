import type { DomainError } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import type { PlatformSettings } from '@argus/service-kit';
import { PasswordPolicy } from './password-policy.service.js';

const policyOf = (profile: string): PasswordPolicy =>
  new PasswordPolicy({ SECURITY_PROFILE: profile } as PlatformSettings);

function verdict(profile: string, password: string): string {
  try {
    policyOf(profile).check(password);
    return 'accepted';
  } catch (error) {
    return (error as DomainError).code;
  }
}

describe('PasswordPolicy', () => {
  it.each(['compat', 'strict'])('PasswordPolicy %s: accepts the examples of the documents', (profile) => {
    for (const example of ['secure_password', 'secure_password123', 'testpassword']) {
      expect([example, verdict(profile, example)]).toEqual([example, 'accepted']);
    }
  });

  it.each([
    ['compat', 'password', 'PASSWORD_TOO_WEAK'],
    ['compat', 'PassWord', 'PASSWORD_TOO_WEAK'],
    ['compat', 'password1234', 'accepted'],
    ['strict', 'password1234', 'PASSWORD_TOO_WEAK'],
    ['strict', 'passwordpassword', 'accepted'],
    ['strict', 'Zg7#kd0!', 'accepted'],
    ['compat', 'seven77', 'VALIDATION_FAILED'],
    ['strict', '🐎🐎🐎🐎🐎🐎🐎', 'VALIDATION_FAILED'],
    ['compat', 'ü'.repeat(512), 'accepted'],
    ['compat', 'ü'.repeat(513), 'VALIDATION_FAILED'],
  ])('PasswordPolicy %s: %s is %s', (profile, password, expected) => {
    expect(verdict(profile, password)).toBe(expected);
  });
});
