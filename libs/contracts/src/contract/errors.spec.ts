import { describe, expect, it } from '@jest/globals';
import { isUuid } from '../uuid.js';
import { callerOf, found, invalid, type Principal } from './index.js';

const ann: Principal = { family: 'attendance', accountId: 1, username: 'ann', role: 'admin', sessionId: 's' };

describe('callerOf', () => {
  it('returns the principal of a call', () => {
    expect(callerOf({ principal: ann })).toBe(ann);
  });

  it('throws NOT_AUTHENTICATED for a call without a principal', () => {
    expect(() => callerOf({})).toThrow('NOT_AUTHENTICATED');
  });
});

describe('found', () => {
  it('returns the row, also a falsy one, and throws NOT_FOUND for undefined', () => {
    expect(found(0)).toBe(0);
    expect(() => found(undefined)).toThrow('NOT_FOUND');
  });
});

describe('invalid', () => {
  it('makes VALIDATION_FAILED with one issue of the field', () => {
    expect(invalid('to', 'too_large', { max: 3 })).toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: ['to'], code: 'too_large', params: { max: 3 } }] },
    });
  });
});

describe('isUuid', () => {
  it('takes a UUID of any version and either case, and nothing around it', () => {
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
