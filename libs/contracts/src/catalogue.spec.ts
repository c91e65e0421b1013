import { describe, expect, it } from '@jest/globals';
import { contracts, type AnyOperation, fieldsOf, platformErrors } from './index.js';

const operations: AnyOperation[] = contracts.flatMap(({ operations }) => Object.values(operations));

describe('the catalogue of contracts', () => {
  it('catalogue: every operation has its own subject of the form service.noun.verb', () => {
    const subjects = operations.map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    for (const subject of subjects) expect(subject).toMatch(/^[a-z]+(\.[a-z]+(-[a-z]+)*){2}$/);
  });

  it('catalogue: no two operations share a route', () => {
    const routes = operations.flatMap(({ http }) =>
      http ? [`${http.method} ${http.path.replace(/\{\w+\}/g, '{}').replace(/\/$/, '')}`] : [],
    );
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('catalogue: exactly the operations that are not internal have an HTTP route', () => {
    for (const { subject, http, access } of operations) {
      expect([subject, http !== undefined]).toEqual([subject, access.kind !== 'internal']);
    }
  });

  it('catalogue: an operation has params exactly if its path has braces, and selfOr names one of them', () => {
    for (const { subject, http, params, access } of operations) {
      const braces = http?.path.match(/\{\w+\}/g) ?? [];
      expect([subject, braces.length > 0]).toEqual([subject, params !== undefined]);
      if (access.kind === 'self-or-roles') expect(braces).toContain(`{${access.param}}`);
    }
  });

  it('catalogue: no operation reuses a platform error code except those for invalid input', () => {
    const mayBeReworded = ['VALIDATION_FAILED', 'MALFORMED_BODY'];
    for (const code of operations.flatMap(({ errors }) => Object.keys(errors ?? {}))) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      if (!mayBeReworded.includes(code)) expect(Object.keys(platformErrors)).not.toContain(code);
    }
  });

  it('catalogue: every cookie comes from a field of the reply', () => {
    for (const { subject, http, reply } of operations) {
      const fields = reply ? fieldsOf(reply).map(({ name }) => name) : [];
      for (const field of Object.keys(http?.cookies ?? {}))
        expect([subject, fields]).toEqual([subject, expect.arrayContaining([field])]);
    }
  });
});
