import { describe, expect, it } from '@jest/globals';
import { documentedFamilies, documentOf } from './document.js';

interface Described {
  readonly operationId: string;
  readonly description: string;
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, unknown> };
}
const families = documentedFamilies();
const documents = new Map(families.map((family) => [family, documentOf(family)]));
const operationsOf = (family: (typeof families)[number]): Described[] =>
  Object.values(documents.get(family)!.paths).flatMap(
    (methods) => Object.values(methods) as unknown as Described[],
  );
const described = (operationId: string): string =>
  operationsOf('techtrack').find((each) => each.operationId === operationId)!.description;
const bodyOf = (operationId: string) =>
  operationsOf('techtrack').find((each) => each.operationId === operationId)?.requestBody;

function* nodesOf(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  yield value as Record<string, unknown>;
  for (const each of Object.values(value)) yield* nodesOf(each);
}

describe('the API documents', () => {
  it.each(families)(
    'API document of %s: every operation has a unique operationId in camel case',
    (family) => {
      const names = operationsOf(family).map(({ operationId }) => operationId);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
    },
  );

  it('API documents: a body is optional if none of its fields is required', () => {
    expect([bodyOf('alertChange'), bodyOf('alertReplace')]).toMatchObject([
      { required: false },
      { required: true },
    ]);
  });

  it('API documents: a body has one media type, and a form that is taken, too, stands in words', () => {
    for (const { requestBody, operationId } of families.flatMap(operationsOf)) {
      const types = Object.keys(requestBody?.content ?? {});
      expect([operationId, types.length <= 1]).toEqual([operationId, true]);
    }
    expect(described('alertCreate')).toContain('`application/x-www-form-urlencoded`');
    expect(described('ruleCreate')).not.toContain('form');
    expect(described('readingBatchStore')).toContain('`text/csv`');
  });

  it('API documents: a text that may not be blank has minLength 1', () => {
    const { schemas } = documents.get('proctorx')!.components as {
      schemas: Record<string, { properties: Record<string, { minLength?: number }> }>;
    };
    expect(schemas.Signup?.properties.username?.minLength).toBe(1);
    expect(schemas.UpdateProctorxProfile?.properties.bio?.minLength).toBeUndefined();
  });

  it('API documents: null is a type, as OpenAPI 3.1 has it, and no default stands beside a field', () => {
    const nodes = [...nodesOf(families.map((family) => documents.get(family)!.components))];
    expect(nodes.filter((node) => 'nullable' in node || 'default' in node)).toEqual([]);
    const forms = nodes.flatMap(({ oneOf }) => (Array.isArray(oneOf) ? [oneOf as { type?: unknown }[]] : []));
    expect(forms.length).toBeGreaterThan(10);
    for (const oneOf of forms) {
      const others = oneOf.filter(({ type }) => type !== 'null');
      expect(oneOf.length - others.length).toBeLessThanOrEqual(1);
      expect(others.length).toBeGreaterThanOrEqual(1);
      expect(others.filter(({ type }) => Array.isArray(type))).toEqual([]);
    }
  });
});
