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
import { chosenExampleOf, exampleOfField } from './examples.js';
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
  for (const { http, params, query, body, reply } of operations) {
    const { item, json, later } = http?.stream ?? {};
    const replies = http?.stream ? [item, json, later] : [reply];
    [params, query, http?.rawBody?.item ?? body, ...replies].forEach(visit);
  }
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
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
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

/** Says whether a reader learns nothing of a value, or of one within it. */
function saysNothing(example: unknown): boolean {
  if (typeof example === 'string')
    return (
      /^(|-+|\.+|string|text|example|test|foo|todo|x+|a+|done)$/i.test(example) ||
      /^0\d{3}-/.test(example) ||
      /(\.\.\.|…)$/.test(example)
    );
  /* Microseconds since 1970 have sixteen digits. */
  if (typeof example === 'number') return !(Math.abs(example) < 1e16);
  if (typeof example !== 'object') return example === undefined;
  if (example === null || Object.keys(example).length === 0) return true;
  /* A list within may be empty, e.g. breaks of a shift. */
  return Object.values(example).some(
    (each) => !(Array.isArray(each) && each.length === 0) && saysNothing(each),
  );
}

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
      ({ name, options }) => (options.description ?? wordsOf(name)?.description) === undefined,
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

  it('API documents: somebody chose every example that is shown, in the words of its field', () => {
    const isShown = ({ type }: DeclaredField): boolean =>
      (type.refers?.() ?? []).length === 0 && type.schema().format !== 'binary';
    const silent = fields.filter((field) => isShown(field) && chosenExampleOf(field) === undefined);
    expect(silent.map(({ Shown, name }) => `${Shown.name}.${name}`)).toEqual([]);
  });

  it('API documents: no example is a placeholder, an extreme value or nothing at all', () => {
    const examples = [
      ...propertiesShown.flatMap(([name, { examples = [] }]) =>
        examples.map((each) => [name, each] as const),
      ),
      ...documentedOperations.flatMap(({ name, parameters, requestBody }) => [
        ...parameters.flatMap((each) =>
          (each.schema.examples ?? []).map((example) => [`${name} ${each.name}`, example] as const),
        ),
        ...Object.values(requestBody?.content ?? {}).flatMap(({ example }) =>
          example === undefined ? [] : [[`${name} body`, example] as const],
        ),
      ]),
    ];
    expect(examples.length).toBeGreaterThan(900);
    const poor = examples.filter(
      ([name, example]) => saysNothing(example) && !/\.(next|previous)$/.test(name),
    );
    expect(poor.map(([name, example]) => `${name}: ${JSON.stringify(example)}`)).toEqual([]);
  });

  it('API documents: every picture in an example is a whole JPEG', () => {
    const shown = JSON.stringify(documentedFamilies().map((family) => documentOf(family)));
    const pictures = [...shown.matchAll(/"data:image\/jpeg;base64,([^"]*)"/g)].map(([, base64]) => base64!);
    expect(pictures.length).toBeGreaterThan(5);
    for (const base64 of pictures) {
      const bytes = Buffer.from(base64, 'base64');
      expect(bytes.toString('base64')).toBe(base64);
      expect(bytes.subarray(0, 2).toString('hex') + bytes.subarray(-2).toString('hex')).toBe('ffd8ffd9');
    }
  });

  it('API documents: one word of the vocabulary describes values of one type', () => {
    const typesOf = new Map<string, Set<string>>();
    for (const { name, type, options } of fields) {
      if (options.description !== undefined || wordsOf(name)?.description === undefined) continue;
      /* An id is a number or a text. */
      if (name === 'id') continue;
      const { type: kind, $ref } = type.schema();
      const shown = $ref === undefined ? String(kind).replace('integer', 'number') : 'object';
      typesOf.set(name, (typesOf.get(name) ?? new Set()).add(shown));
    }
    expect(typesOf.size).toBeGreaterThan(100);
    const ambiguous = [...typesOf].filter(([, types]) => types.size > 1);
    expect(ambiguous.map(([name, types]) => `${name}: ${[...types].join(', ')}`)).toEqual([]);
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
