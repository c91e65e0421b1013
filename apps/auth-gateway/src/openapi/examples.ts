import { type DeclaredField, fieldsOf, type JsonSchema, listClass } from '@argus/contracts';
import { wordsOf } from './words/index.js';

type Class = new () => unknown;

const byFormat: Readonly<Record<string, unknown>> = {
  email: 'user@example.com',
  date: '2026-03-15',
  'date-time': '2026-03-15T08:45:00Z',
  uri: 'https://example.com/hook',
  uuid: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
  'login-name': 'jdoe',
};

/**
 * Returns an example of a body or reply, made of the examples of its fields. Optional ones come only where declared, or where there
 * are no others: nobody sends an empty change. One that only some platforms take never comes.
 */
export function exampleOf(Class: Class): unknown {
  const listed = listClass(Class);
  if (listed) return [exampleOf(listed.Item)];
  const fields = fieldsOf(Class).filter(
    ({ options }) => options.optional !== true || options.inBodyExample !== false,
  );
  const usual = fields.filter(({ options }) => 'example' in options || options.optional !== true);
  return Object.fromEntries(
    (usual.length > 0 ? usual : fields).map((field) => [field.name, exampleOfField(field)]),
  );
}

/** Returns the example of a field. A test refuses those that nobody chose. */
export function exampleOfField(field: DeclaredField): unknown {
  const chosen = chosenExampleOf(field);
  return chosen ? chosen.value : simplest(field.type.schema());
}

/**
 * Returns the declared example, else that of the name, else the default, else a value of a type whose values speak for themselves: a
 * choice, a format, a class. Returns undefined where a reader would learn nothing.
 */
export function chosenExampleOf({ name, type, options }: DeclaredField): { value: unknown } | undefined {
  if ('example' in options) return { value: options.example };
  const usual = wordsOf(name)?.example;
  if (usual !== undefined && accepts(type, usual)) return { value: usual };
  if (options.default !== undefined) return { value: options.default };
  return tellingValue(type.schema(), type.refers?.() ?? []);
}

function accepts(type: DeclaredField['type'], value: unknown): boolean {
  const { type: kind, enum: choices } = type.schema();
  /* Fields take more than they show: a text takes a number, a boolean the word "on". */
  const kinds: readonly unknown[] = [typeof value, Number.isInteger(value) ? 'integer' : undefined];
  if (Array.isArray(value) ? kind !== 'array' : !kinds.includes(kind)) return false;
  if (Array.isArray(choices) && !choices.includes(value)) return false;
  try {
    type.read(value, []);
    return true;
  } catch {
    return false;
  }
}

function tellingValue(schema: JsonSchema, refers: readonly Class[]): { value: unknown } | undefined {
  const { type, format, enum: choices, minItems, items, $ref, oneOf } = schema;
  if (Array.isArray(oneOf)) return tellingValue(oneOf[0] as JsonSchema, refers);
  if (typeof $ref === 'string') {
    const Named = refers.find(({ name }) => $ref.endsWith(`/${name}`));
    return Named && { value: exampleOf(Named) };
  }
  if (Array.isArray(choices)) return { value: choices[0] };
  if (typeof format === 'string' && format in byFormat) return { value: byFormat[format] };
  if (type === 'boolean') return { value: true };
  if (type !== 'array') return undefined;
  const item = tellingValue(items as JsonSchema, refers);
  return item && { value: Array.from({ length: Math.max(1, Number(minItems ?? 1)) }, () => item.value) };
}

function simplest({ type, minLength, items, ...limits }: JsonSchema): unknown {
  switch (type) {
    case 'string':
      return '-'.repeat(Number(minLength ?? 1));
    case 'integer':
    case 'number':
      return Number(limits.minimum ?? limits.maximum ?? 1);
    case 'array':
      return [simplest(items as JsonSchema)];
    default:
      return {};
  }
}
