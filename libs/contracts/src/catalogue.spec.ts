import { describe, expect, it } from '@jest/globals';
import { contracts, type AnyOperation, fieldsOf, platformErrors } from './index.js';

const operations: AnyOperation[] = contracts.flatMap(({ operations }) => Object.values(operations));

describe('the catalogue of contracts', () => {
  it('gives every operation a subject of its own', () => {
    const subjects = operations.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    for (const subject of subjects) expect(subject).toMatch(/^[a-z]+(\.[a-z]+(-[a-z]+)*){2}$/);
  });

  it('gives every route to one operation', () => {
    const routes = operations.flatMap(({ http }) =>
      http ? [`${http.method} ${http.path.replace(/\{\w+\}/g, '{}').replace(/\/$/, '')}`] : [],
    );
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('binds exactly the operations that are not internal to HTTP', () => {
    for (const { subject, http, access } of operations) {
      expect([subject, http !== undefined]).toEqual([subject, access.kind !== 'internal']);
    }
  });

  it('declares a path parameter for every brace, and names the one that selfOr looks at', () => {
    for (const { subject, http, params, access } of operations) {
      const braces = http?.path.match(/\{\w+\}/g) ?? [];
      expect([subject, braces.length > 0]).toEqual([subject, params !== undefined]);
      if (access.kind === 'self-or-roles') expect(braces).toContain(`{${access.param}}`);
    }
  });

  it('keeps error codes apart from those of the platform, but for one sentence about bad input', () => {
    const mayBeReworded = ['VALIDATION_FAILED', 'MALFORMED_BODY'];
    for (const code of operations.flatMap(({ errors }) => Object.keys(errors ?? {}))) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      if (!mayBeReworded.includes(code)) expect(Object.keys(platformErrors)).not.toContain(code);
    }
  });

  it('takes cookies from fields that the reply has', () => {
    for (const { subject, http, reply } of operations) {
      const fields = reply ? fieldsOf(reply).map(({ name }) => name) : [];
      for (const field of Object.keys(http?.cookies ?? {}))
        expect([subject, fields]).toEqual([subject, expect.arrayContaining([field])]);
    }
  });
});
