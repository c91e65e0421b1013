import { fieldsOf, type JsonSchema, listClass } from '@argus/contracts';

type Class = new () => unknown;

const byFormat: Readonly<Record<string, unknown>> = {
  email: 'user@example.com',
  date: '2024-03-15',
  'date-time': '2024-03-15T08:45:00Z',
  uri: 'https://example.com/hook',
};

/** Returns an example of a body or reply: declared examples, else defaults, else the simplest value of the type. */
export function exampleOf(Class: Class): unknown {
  const listed = listClass(Class);
  if (listed) return [exampleOf(listed.Item)];
  return Object.fromEntries(
    fieldsOf(Class)
      .filter(({ options }) => 'example' in options || options.optional !== true)
      .map(({ name, type, options }) => {
        if ('example' in options) return [name, options.example];
        if ('default' in options) return [name, options.default];
        return [name, simplest(type.schema(), type.refers?.() ?? [])];
      }),
  );
}

function simplest(schema: JsonSchema, refers: readonly Class[]): unknown {
  const { type, format, enum: choices, minimum, exclusiveMinimum, minItems, minLength, items, $ref } = schema;
  if ($ref !== undefined) return refers[0] ? exampleOf(refers[0]) : {};
  if (Array.isArray(choices)) return choices[0];
  if (typeof format === 'string' && format in byFormat) return byFormat[format];
  switch (type) {
    case 'string':
      return 'text'.padEnd(Number(minLength ?? 0), '-');
    case 'integer':
    case 'number':
      return Number(minimum ?? 1) + (exclusiveMinimum ? 1 : 0);
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
