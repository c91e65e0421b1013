import { contracts, DomainError, isCreating, platformErrors } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { dialectOf, type RequestFacts } from '../http/dialects/index.js';
import { idempotencyKeyOf } from '../http/routes/idempotency-key.js';
import { documentedFamilies, documentOf } from './document.js';

interface ErrorResponse {
  readonly headers?: Readonly<Record<string, { readonly schema: { readonly enum?: readonly string[] } }>>;
}
const documents = new Map(documentedFamilies().map((family) => [family, documentOf(family)]));
const facts: RequestFacts = { method: 'GET', requestId: 'r1', url: new URL('http://localhost/') };
const served = contracts.flatMap(({ family, operations }) =>
  Object.values(operations).flatMap((operation) =>
    operation.http ? [{ family, operation, ...operation.http }] : [],
  ),
);

function thrownBy(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('Nothing was thrown');
}

describe('error codes', () => {
  it.each(served)(
    'error codes: the document of $family $method $path lists each of its errors at the status that it has',
    ({ family, operation, method, path }) => {
      const { responses } = documents.get(family)!.paths[path]![method.toLowerCase()] as {
        responses: Readonly<Record<string, ErrorResponse>>;
      };
      for (const each of Object.keys(operation.errors ?? {})) {
        const { status, code } = dialectOf(family).error(new DomainError(each), facts, operation);
        expect([code, responses[status]?.headers?.['X-Error-Code']?.schema.enum]).toEqual([
          each,
          expect.arrayContaining([each]),
        ]);
      }
      for (const [status, { headers }] of Object.entries(responses))
        expect([status, headers?.['X-Error-Code'] !== undefined]).toEqual([status, Number(status) >= 400]);
    },
  );

  it.each(served.filter(({ operation }) => isCreating(operation)))(
    'error codes: the document of    says how an Idempotency-Key that is none is refused',
    ({ family, operation, method, path }) => {
      const { responses } = documents.get(family)!.paths[path]![method.toLowerCase()] as {
        responses: Readonly<Record<string, ErrorResponse>>;
      };
      const refusal = thrownBy(() => idempotencyKeyOf({ 'idempotency-key': 'two words' }));
      const { status, code } = dialectOf(family).error(refusal, facts, operation);
      expect(responses[status]?.headers?.['X-Error-Code']?.schema.enum).toContain(code);
    },
  );

  it.each(['attendance', 'techtrack', 'eyetracker', 'calibration', 'proctorx'] as const)(
    'error codes: %s tells every code of the platform, and a code that no contract has is INTERNAL',
    (family) => {
      for (const each of Object.keys(platformErrors))
        expect(dialectOf(family).error(new DomainError(each), facts).code).toBe(each);
      expect(dialectOf(family).error(new DomainError('SECRET_CODE'), facts).code).toBe('INTERNAL');
    },
  );
});
