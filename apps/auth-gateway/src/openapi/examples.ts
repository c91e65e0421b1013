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

/** Returns an example of a body or reply, made of the examples of its fields. Optional ones come only where declared. */
export function exampleOf(Class: Class): unknown {
  const listed = listClass(Class);
  if (listed) return [exampleOf(listed.Item)];
  return Object.fromEntries(
    fieldsOf(Class)
      .filter(({ options }) => 'example' in options || options.optional !== true)
      .map((field) => [field.name, exampleOfField(field)]),
  );
}

/** Returns the declared example, else that of the name, else the default, else the simplest value of the type. */
export function exampleOfField({ name, type, options }: DeclaredField): unknown {
  if ('example' in options) return options.example;
  if (options.default !== undefined) return options.default;
  const usual = wordsOf(name)?.example;
  if (usual !== undefined && accepts(type, usual)) return usual;
  return simplest(type.schema(), type.refers?.() ?? []);
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

function simplest(schema: JsonSchema, refers: readonly Class[]): unknown {
  const { type, format, enum: choices, minItems, minLength, maxLength, items, $ref, oneOf } = schema;
  if (Array.isArray(oneOf)) return simplest(oneOf[0] as JsonSchema, refers);
  if (typeof $ref === 'string') {
    const Named = refers.find(({ name }) => $ref.endsWith(`/${name}`));
    return Named ? exampleOf(Named) : {};
  }
  if (Array.isArray(choices)) return choices[0];
  if (typeof format === 'string' && format in byFormat) return byFormat[format];
  switch (type) {
    case 'string':
      return 'Example'.slice(0, Number(maxLength ?? 7)).padEnd(Number(minLength ?? 0), '-');
    case 'integer':
    case 'number':
      return simplestNumber(schema);
    case 'boolean':
      return true;
    case 'array':
      return Array.from({ length: Math.max(1, Number(minItems ?? 1)) }, () =>
        simplest(items as JsonSchema, refers),
      );
    default:
      return {};
  }
}

/** Returns 1, or the nearest number within the limits. */
function simplestNumber({ minimum, maximum, exclusiveMinimum, type }: JsonSchema): number {
  const above = exclusiveMinimum === undefined ? -Infinity : Number(exclusiveMinimum);
  const atMost = Math.min(1, Number(maximum ?? 1));
  const atLeast = Math.max(atMost, Number(minimum ?? atMost));
  if (atLeast > above) return atLeast;
  return type === 'integer' ? above + 1 : (above + Number(maximum ?? above + 2)) / 2;
}
