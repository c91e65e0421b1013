import { describe, expect, it } from '@jest/globals';
import { documentedFamilies, documentOf } from './document.js';

interface Described {
  readonly operationId: string;
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, unknown> };
}
const operationsOf = (family: (typeof families)[number]): Described[] =>
  Object.values(documentOf(family).paths).flatMap(
    (methods) => Object.values(methods) as unknown as Described[],
  );
const families = documentedFamilies();
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

  it('API documents: a form is offered only if it can express the body', () => {
    const typesOf = (operationId: string) => Object.keys(bodyOf(operationId)!.content);
    expect(typesOf('ruleCreate')).toEqual(['application/json']);
    expect(typesOf('alertCreate')).toContain('application/x-www-form-urlencoded');
  });

  it('API documents: a text that may not be blank has minLength 1', () => {
    const { schemas } = documentOf('proctorx').components as {
      schemas: Record<string, { properties: Record<string, { minLength?: number }> }>;
    };
    expect(schemas.Signup?.properties.username?.minLength).toBe(1);
    expect(schemas.UpdateProctorxProfile?.properties.bio?.minLength).toBeUndefined();
  });

  it('API documents: every nullable schema names its type, as OpenAPI 3.0.3 requires', () => {
    const nullables = [...nodesOf(families.map((family) => documentOf(family)))].filter(
      (node) => node.nullable === true,
    );
    expect(nullables.length).toBeGreaterThan(50);
    expect(nullables.filter((node) => typeof node.type !== 'string')).toEqual([]);
  });
});
