import { describe, expect, it } from '@jest/globals';
import * as catalogue from './index.js';
import {
  contracts,
  type AnyOperation,
  type EventSpec,
  fieldsOf,
  isCreating,
  platformErrors,
  refusesUndeclared,
  secretFieldsOf,
} from './index.js';

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

  /* What the five documents and their programs take; their clients may send what nobody reads. A path of our own is none of these. */
  const originals = [
    ...[
      '/api/accounts/login/',
      '/api/accounts/register/',
      '/api/accounts/token/',
      '/api/accounts/token/refresh/',
    ],
    ...['/api/data/ecam/', '/api/data/efis/', '/api/data/pfd/'],
    ...['/api/v1/mobile/check-in/', '/api/v1/security/report-incident/'],
    ...['/api/token/', '/api/token/refresh/', '/api/equipment/', '/api/data/', '/api/alerts/'],
    ...['/api/equipment/{id}/', '/api/data/{id}/', '/api/alerts/{id}/'],
    ...[
      'session/create',
      'session/{session_id}/resume',
      'session/{session_id}/link',
      'start',
      'frame',
      'frame/upload',
    ],
    ...['frames/batch', 'complete'],
    ...['/api/screen/info', '/api/screen/detect'],
    ...[
      '/api/v1/auth/login/',
      '/api/v1/auth/logout/',
      '/api/v1/auth/refresh/',
      '/api/v1/auth/token/refresh/',
    ],
    ...['/api/v1/users/', '/api/v1/users/{id}/', '/api/v1/attendance/mark/'],
    ...['/api/v1/face/enroll/', '/api/v1/face/verify/', '/api/v1/face/bulk-verify/'],
    '/api/v1/cameras/',
    ...['/signup', '/login', '/logout', '/token', '/token/refresh'],
  ].map((path) => (path.startsWith('/') ? path : `/api/calibration/${path}`));

  it('catalogue: exactly the writing operations of the originals ignore undeclared names', () => {
    const writing = operations.filter(({ http }) => http && http.method !== 'GET' && !http.rawBody);
    const ignoring = writing.filter((operation) => !refusesUndeclared(operation));
    const routes = (all: AnyOperation[]): string[] =>
      all.map(({ http }) => `${http!.method} ${http!.path}`).sort();
    expect(routes(ignoring)).toEqual(routes(writing.filter(({ http }) => originals.includes(http!.path))));
    expect(new Set(ignoring.map(({ http }) => http!.path)).size).toBe(originals.length);
  });

  /* Names of fields that hold no secret although they sound like one. */
  const harmless = ['key_id', 'key_ids', 'key_hash', 'api_key'];
  const soundsSecret =
    /pass(word|phrase)|secret|token|nonce|csrf|(^|_)key(_|$)|^(access|refresh|image|images|photograph|photographs|frame|frame_data)$/;

  it('catalogue: every field that sounds like a secret is marked as one, or known to hold none', () => {
    const unmarked = new Set<string>();
    const look = (Class: new () => unknown, within: readonly unknown[]): void => {
      if (within.includes(Class)) return;
      for (const { name, type, options } of fieldsOf(Class)) {
        const inner = type.refers?.() ?? [];
        if (soundsSecret.test(name) && !options.secret && inner.length === 0 && !harmless.includes(name))
          unmarked.add(`${Class.name}.${name}`);
        for (const Inner of inner) look(Inner, [...within, Class]);
      }
    };
    for (const { params, query, body, reply } of operations)
      for (const Part of [params, query, body, reply]) if (Part) look(Part as new () => unknown, []);
    expect([...unmarked]).toEqual([]);
  });

  /*
   * Shown again to a repetition, because the caller could not go on without them: a nonce is good for one answer within seconds, and the
   * owner secret is all that a caller without a token has of a session. Only who chose the key gets them.
   */
  const shownAgain = ['CreatedCalibrationSession.owner_secret', 'LivenessChallenge.nonce'];

  it('catalogue: a repetition of a creation shows no secret again, but for those that are known to be needed', () => {
    const secrets = operations.filter(isCreating).flatMap(({ reply }) => {
      const Reply = reply as (new () => unknown) | undefined;
      if (!Reply) return [];
      const own = fieldsOf(Reply).filter(({ options }) => options.secret);
      /* Secrets further inside would not be left out. */
      expect([Reply.name, secretFieldsOf(Reply).length]).toEqual([Reply.name, own.length]);
      return own.map(({ name, options }) => ({ name: `${Reply.name}.${name}`, ...options }));
    });
    const once = secrets.filter(({ secret }) => secret === 'once');
    const again = secrets.filter(({ secret }) => secret !== 'once').map(({ name }) => name);
    expect([...new Set(again)].sort()).toEqual(shownAgain);
    expect(once.length).toBeGreaterThan(2);
    for (const { name, optional, description } of once)
      expect([name, optional, description]).toEqual([name, true, expect.stringContaining('Idempotency-Key')]);
  });

  it('catalogue: no event has a secret, as events stay on the broker for days', () => {
    const events = Object.values(catalogue as Readonly<Record<string, unknown>>).filter(
      (value): value is EventSpec<unknown> =>
        typeof value === 'object' && value !== null && 'payload' in value && 'subject' in value,
    );
    expect(events.length).toBeGreaterThan(5);
    for (const { subject, payload } of events)
      expect([subject, secretFieldsOf(payload).map(({ name }) => name)]).toEqual([subject, []]);
  });
});
