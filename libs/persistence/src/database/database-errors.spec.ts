import { DomainError } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { asCallerSees } from './database-errors.js';

describe('asCallerSees', () => {
  it.each([
    ['a full disk', '53100'],
    ['no memory', '53200'],
    ['too many connections', '53300'],
    ['any other shortage', '53400'],
    ['a broken connection', '08006'],
    ['a database that starts', '57P03'],
  ])('asCallerSees: %s is UNAVAILABLE with a time to retry', (_, code) => {
    const seen = asCallerSees(Object.assign(new Error('x'), { code }));
    expect(seen).toBeInstanceOf(DomainError);
    expect(seen).toMatchObject({
      code: 'UNAVAILABLE',
      details: { retryAfterSeconds: expect.any(Number) },
    });
  });

  it.each([
    'timeout expired',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
  ])('asCallerSees: "%s" of the driver is UNAVAILABLE', (message) =>
    expect(asCallerSees(new Error(message))).toMatchObject({ code: 'UNAVAILABLE' }),
  );

  it('asCallerSees: a fault of the statement stays what it is', () => {
    const error = Object.assign(new Error('syntax'), { code: '42601' });
    expect(asCallerSees(error)).toBe(error);
  });
});
