import { type DeclaredField, fieldsOf, type JsonSchema, listClass, parse } from '@argus/contracts';
import fc from 'fast-check';

type Class = new () => unknown;
type Arbitrary = fc.Arbitrary<unknown>;

/** Values that exist on the platform under test, by field name. A field uses those that its type accepts. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

/** Thrown for a field type without a generator, so that the generated tests fail and name it. */
class NoArbitrary extends Error {
  constructor(schema: JsonSchema) {
    super(`No test values for fields with the schema ${JSON.stringify(schema)}; teach arbitraries.ts`);
  }
}

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const pad = (value: number): string => String(value).padStart(2, '0');
const date = fc
  .tuple(
    fc.integer({ min: 1990, max: 2060 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${year}-${pad(month)}-${pad(day)}`);

const formats: Readonly<Record<string, Arbitrary>> = {
  email: word.map((name) => `${name}@example.com`),
  date,
  'date-time': fc
    .tuple(date, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([day, hour, minute]) => `${day}T${pad(hour)}:${pad(minute)}:00Z`),
  uuid: fc.uuid(),
  /* Names of accounts keep to one script, which random text does not. */
  'login-name': word,
  uri: word.map((name) => `https://example.com/${name}`),
};

/** Names that look like others, are empty, long or of another script, or mean something to a program. */
const oddName = fc.constantFrom(
  '',
  ' a',
  'a',
  '\u0430',
  'a\u200b',
  'ＡＤＭＩＮ',
  'ключ',
  '$where',
  'toString',
  'x'.repeat(200),
);
/** Any character, controls among them. The unit `binary` of fast-check is the same and takes two seconds to make. */
const anyCharacter = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0x80, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10_ffff }),
  )
  .map((code) => String.fromCodePoint(code));
const oddText = fc.oneof(
  { arbitrary: fc.string({ unit: anyCharacter, maxLength: 8 }), weight: 3 },
  fc.constantFrom('\0', 'x\0y', '\ud800', 'a\udfffb', '\\u0000', '\u202e'),
);

/** JSON of any content, up to six levels deep. */
const anyJson: Arbitrary = fc.letrec((tie) => ({
  object: fc.dictionary(fc.oneof({ arbitrary: word, weight: 3 }, oddName), tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'small' },
    fc.oneof(word, oddText, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
    fc.constant(null),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).object;

/** What Postgres cannot store, in values and names, and what is nested deeply; random text has it too seldom. */
const hostileObjects: readonly object[] = [
  { a: { b: ['x\0y'] } },
  { 'a\0': 1 },
  { a: [{ b: '\ud800' }] },
  Array.from({ length: 60 }).reduce<object>((inner) => ({ a: inner }), {}),
];
const freeObject: Arbitrary = fc.oneof(anyJson, fc.constantFrom(...hostileObjects));

const MAX_LENGTH = 60;

function textOf({ minLength, maxLength }: JsonSchema): Arbitrary {
  const max = Math.min(Number(maxLength ?? MAX_LENGTH), MAX_LENGTH);
  const min = Math.min(Math.max(1, Number(minLength ?? 1)), max);
  /* Services trim outer space and refuse null characters, so valid texts have neither. */
  return fc
    .string({ minLength: min, maxLength: max, unit: 'grapheme-composite' })
    .map((text) =>
      [...text.replaceAll('\0', '0').trim().padEnd(min, 'x')].slice(0, max).join('').slice(0, max),
    )
    .map((text) => (text.isWellFormed() ? text : 'x'.padEnd(min, 'x')));
}

function numberOf({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): Arbitrary {
  const above = exclusiveMinimum as number | undefined;
  const min = Number(minimum ?? above ?? -1_000_000) + (above !== undefined && type === 'integer' ? 1 : 0);
  /* Numbers without an upper limit are pages and counts; only small ones find rows. */
  const max = Number(
    maximum ?? (minimum === undefined && above === undefined ? 1_000_000 : Math.max(min, 0) + 30),
  );
  if (type === 'integer') return fc.integer({ min, max });
  const usual = fc.double({ min, max, noNaN: true, minExcluded: above !== undefined });
  if (minimum !== undefined || above !== undefined || maximum !== undefined) return usual;
  return fc.oneof(
    { arbitrary: usual, weight: 9 },
    { arbitrary: fc.constantFrom(0, 5e-324, 1e308, -1e308), weight: 1 },
  );
}

/** Generates values that are valid under the schema. */
function valueOf(schema: JsonSchema, refers: readonly Class[], known: KnownValues): Arbitrary {
  const {
    type,
    format,
    pattern,
    enum: choices,
    $ref,
    items,
    additionalProperties,
    properties,
    minItems,
    maxItems,
    oneOf,
  } = schema;
  /* Other forms may need another field, like numbers of a unit. */
  if (Array.isArray(oneOf)) return valueOf(oneOf[0] as JsonSchema, refers, known);
  if (typeof $ref === 'string') {
    const Named = refers.find(({ name }) => $ref.endsWith(`/${name}`));
    if (Named === undefined) throw new NoArbitrary(schema);
    return validOf(Named, known);
  }
  if (Array.isArray(type)) {
    const [kind] = type as string[];
    return fc.option(valueOf({ ...schema, type: kind }, refers, known), { nil: null, freq: 6 });
  }
  if (Array.isArray(choices)) return fc.constantFrom(...(choices as unknown[]));
  if (typeof format === 'string' && format in formats) return formats[format]!;
  if (format === 'binary') return fc.uint8Array({ maxLength: MAX_LENGTH });
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  if (type === 'string') return textOf(schema);
  if (type === 'integer' || type === 'number') return numberOf(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') {
    const length = {
      minLength: Number(minItems ?? 0),
      maxLength: Math.min(Number(maxItems ?? 4), Number(minItems ?? 0) + 4),
    };
    return fc.array(valueOf(items as JsonSchema, refers, known), length);
  }
  if (type === 'object' && typeof additionalProperties === 'object')
    return fc.dictionary(word, valueOf(additionalProperties as JsonSchema, refers, known), { maxKeys: 4 });
  if (type === 'object') {
    const named = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
    const own = fc.record(
      Object.fromEntries(named.map(([name, inner]) => [name, valueOf(inner, refers, known)])),
    );
    return fc.tuple(freeObject, own).map((parts) => Object.assign({}, ...parts) as unknown);
  }
  throw new NoArbitrary(schema);
}

function fieldValue({ name, type, options }: DeclaredField, known: KnownValues): Arbitrary {
  let value: Arbitrary;
  try {
    value = valueOf(type.schema(), type.refers?.() ?? [], known);
  } catch (error) {
    if (!(error instanceof NoArbitrary) || options.example === undefined) throw error;
    value = fc.constant(options.example);
  }
  const accepted = (known[name] ?? []).filter((each) => accepts(type, each));
  if (accepted.length > 0)
    value = fc.oneof({ arbitrary: fc.constantFrom(...accepted), weight: 9 }, { arbitrary: value, weight: 1 });
  return options.nullable ? fc.option(value, { nil: null, freq: 6 }) : value;
}

function accepts(type: DeclaredField['type'], value: unknown): boolean {
  try {
    type.read(value, []);
    return true;
  } catch {
    return false;
  }
}

const parses = (Class: Class, value: unknown): boolean => {
  try {
    parse(Class, value);
    return true;
  } catch {
    return false;
  }
};

/** Generates valid inputs of a declared class. A field with known values uses one of them nine times in ten. */
export function validOf(Class: Class, known: KnownValues = {}): Arbitrary {
  const listed = listClass(Class);
  if (listed) return fc.array(validOf(listed.Item, known), { maxLength: 4 });
  const fields = fieldsOf(Class);
  const model = Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, known)]));
  const requiredKeys = fields
    .filter(({ options }) => options.optional !== true && !('default' in options))
    .map(({ name }) => name);
  return fc.record(model, { requiredKeys });
}

const nonsense: Arbitrary = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '\0',
    'x'.repeat(5000),
    -1,
    1e308,
    true,
    [],
    {},
    [[]],
    { a: {} },
    ...hostileObjects,
    '1e400',
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Generates invalid inputs of a declared class: one field is nonsense or left out, or the whole is no object. */
export function invalidOf(Class: Class, known: KnownValues = {}): Arbitrary {
  const listed = listClass(Class);
  if (listed)
    return fc
      .oneof(fc.array(invalidOf(listed.Item, known), { minLength: 1, maxLength: 3 }), nonsense)
      .filter((value) => !parses(Class, value));
  const names = fieldsOf(Class).map(({ name }) => name);
  const oneFieldInvalid = fc
    .tuple(
      validOf(Class, known),
      fc.constantFrom(...(names.length > 0 ? names : ['x'])),
      nonsense,
      fc.boolean(),
    )
    .map(([valid, name, value, leaveOut]) => {
      const copy = { ...(valid as Record<string, unknown>), [name]: value };
      if (leaveOut) delete copy[name];
      return copy;
    });
  return fc
    .oneof({ arbitrary: oneFieldInvalid, weight: 8 }, { arbitrary: nonsense, weight: 1 })
    .filter((value) => !parses(Class, value));
}
