import {
  contracts,
  type DeclaredField,
  fieldsOf,
  type JsonSchema,
  listClass,
  referencesOf,
} from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import { documentedFamilies, documentOf } from './document.js';
import { exampleOfField } from './examples.js';
import { vocabulary, wordsOf } from './words/index.js';

type Class = new () => unknown;

const operations = contracts.flatMap((contract) =>
  Object.values(contract.operations).filter(({ http }) => http),
);

/** Every class that clients see in a body, a reply or an address. */
function shownClasses(): Class[] {
  const seen = new Set<Class>();
  const visit = (Given: unknown): void => {
    const Shown = listClass(Given)?.Item ?? (Given as Class | undefined);
    if (Shown === undefined || seen.has(Shown)) return;
    seen.add(Shown);
    referencesOf(Shown).forEach(visit);
  };
  for (const { http, params, query, body, reply } of operations)
    [params, query, http?.rawBody?.item ?? body, http?.stream ? http.stream.item : reply].forEach(visit);
  return [...seen];
}
const fields = shownClasses().flatMap((Shown) => fieldsOf(Shown).map((field) => ({ ...field, Shown })));

interface Shown {
  readonly description?: string;
  readonly examples?: readonly unknown[];
}
interface Documented {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly (Shown & { readonly name: string; readonly schema: Shown })[];
}
const documentedOperations = documentedFamilies().flatMap((family) =>
  Object.entries(documentOf(family).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({
      ...(each as unknown as Documented),
      name: `${method.toUpperCase()} ${path}`,
    })),
  ),
);
const propertiesShown = documentedFamilies().flatMap((family) => {
  const { schemas } = documentOf(family).components as { schemas: Record<string, JsonSchema> };
  return Object.entries(schemas).flatMap(([schema, { properties = {} }]) =>
    Object.entries(properties as Record<string, Shown>).map(
      ([name, shown]) => [`${family} ${schema}.${name}`, shown] as const,
    ),
  );
});

describe('words of the API documents', () => {
  it('API documents: every operation, parameter and field says what it is', () => {
    const silent = [
      ...documentedOperations.filter(({ description }) => description === '').map(({ name }) => name),
      ...documentedOperations.flatMap(({ name, parameters }) =>
        parameters.flatMap((each) => (each.description ? [] : [`${name} ${each.name}`])),
      ),
      ...propertiesShown.flatMap(([name, { description }]) => (description ? [] : [name])),
    ];
    /* The rule of a text alone does not say what the text is. */
    const meaningless = fields.filter(
      ({ name, options }) => (options.description ?? wordsOf(name)) === undefined,
    );
    expect([...silent, ...meaningless.map(({ Shown, name }) => `${Shown.name}.${name}`)]).toEqual([]);
  });

  it('API documents: every summary makes sense alone', () => {
    const short = documentedOperations.filter(({ summary }) => /^(the same|ditto)\b/i.test(summary));
    expect(short.map(({ name }) => name)).toEqual([]);
  });

  it('API documents: every field and parameter has an example that its type takes', () => {
    const readable = (field: DeclaredField): boolean => {
      const example = exampleOfField(field);
      if (example === null) return field.options.nullable === true;
      try {
        field.type.read(field.type.schema().format === 'binary' ? new Uint8Array(1) : example, []);
        return true;
      } catch {
        return false;
      }
    };
    const wrong = fields.filter((field) => !readable(field));
    expect(wrong.map(({ Shown, name }) => `${Shown.name}.${name}`)).toEqual([]);
  });

  it('API documents: each name stands once in the vocabulary, and a field without words of its own uses it', () => {
    const names = vocabulary.flatMap((words) => Object.keys(words));
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    const used = new Set(
      fields.flatMap(({ name, options }) =>
        options.description === undefined || !('example' in options) ? [name] : [],
      ),
    );
    expect(names.filter((name) => !used.has(name))).toEqual([]);
  });
});
