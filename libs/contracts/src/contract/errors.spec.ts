import { describe, expect, it } from '@jest/globals';
import { isUuid } from '../uuid.js';
import { callerOf, found, invalid, type Principal } from './index.js';

const ann: Principal = { family: 'attendance', accountId: 1, username: 'ann', role: 'admin', sessionId: 's' };

describe('callerOf', () => {
  it('callerOf: a call with a principal returns it', () => {
    expect(callerOf({ principal: ann })).toBe(ann);
  });

  it('callerOf: a call without a principal throws NOT_AUTHENTICATED', () => {
    expect(() => callerOf({})).toThrow('NOT_AUTHENTICATED');
  });
});

describe('found', () => {
  it('found: a row, even a falsy one, is returned and undefined throws NOT_FOUND', () => {
    expect(found(0)).toBe(0);
    expect(() => found(undefined)).toThrow('NOT_FOUND');
    expect(() => found(null)).toThrow('NOT_FOUND');
  });
});

describe('invalid', () => {
  it('invalid: the error is VALIDATION_FAILED with one issue of the field', () => {
    expect(invalid('to', 'too_large', { max: 3 })).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: ['to'], code: 'too_large', params: { max: 3 } }] },
    });
  });
});

describe('isUuid', () => {
  it('isUuid: a UUID of any version and case is one, a padded or undashed one is not', () => {
    const id = '0192f0c1-7d3e-7abc-0def-0123456789ab';
    expect([id, id.toUpperCase(), ` ${id}`, id.replaceAll('-', ''), ''].map(isUuid)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
