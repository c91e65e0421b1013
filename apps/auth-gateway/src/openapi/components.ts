import {
  type DeclaredField,
  describing,
  fieldsOf,
  type JsonSchema,
  listClass,
  referencesOf,
  schemaOf,
} from '@argus/contracts';
import { exampleOfField } from './examples.js';
import { wordsOf } from './words/index.js';

type Class = new () => unknown;

/** Collects the named schemas of a document as they are referred to. */
export class Components {
  private readonly byName = new Map<string, JsonSchema>();
  private readonly classes = new Map<string, Class>();

  /** @param closed are the classes whose objects have no other names. */
  constructor(
    given: Readonly<Record<string, JsonSchema>> = {},
    private readonly closed: ReadonlySet<Class> = new Set(),
  ) {
    for (const [name, schema] of Object.entries(given)) this.byName.set(name, schema);
  }

  /** Returns a reference to the schema of a class, and adds that schema and all that it refers to. */
  refer(Class: Class): JsonSchema {
    const listed = listClass(Class);
    if (listed) {
      this.refer(listed.Item);
      return schemaOf(Class);
    }
    const known = this.classes.get(Class.name);
    const isTaken = known === undefined ? this.byName.has(Class.name) : known !== Class;
    if (isTaken) throw new Error(`Two schemas are called ${Class.name}`);
    if (known === undefined) {
      this.classes.set(Class.name, Class);
      const end = this.closed.has(Class) ? { additionalProperties: false } : {};
      this.byName.set(Class.name, { ...documentedSchemaOf(Class), ...end });
      for (const reference of referencesOf(Class)) this.refer(reference);
    }
    return { $ref: `#/components/schemas/${Class.name}` };
  }

  define(name: string, schema: JsonSchema): JsonSchema {
    this.byName.set(name, schema);
    return { $ref: `#/components/schemas/${name}` };
  }

  schemas(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.byName].sort(([a], [b]) => a.localeCompare(b)));
  }
}

/** Returns the schema of a class in which every field has a description, and an example unless it refers to a class. */
export function documentedSchemaOf(Class: Class): JsonSchema {
  const schema = schemaOf(Class);
  const properties = schema.properties as Record<string, JsonSchema>;
  const documented = fieldsOf(Class).map((field) => [
    field.name,
    { ...properties[field.name], ...notesOf(field) },
  ]);
  return { ...schema, properties: Object.fromEntries(documented) as JsonSchema };
}

/** Returns the description and the example of a field, in the words of its name where it declares none. */
export function notesOf(field: DeclaredField): JsonSchema {
  const { name, type, options } = field;
  const { description } = describing(field, options.description ?? wordsOf(name)?.description);
  const { default: usual } = options;
  const sentences = [
    ...(description === undefined ? [] : [description.replace(/\.$/, '')]),
    /* In words: generators of clients make a field required that has a `default`. */
    ...(usual === undefined ? [] : [`Default: \`${JSON.stringify(usual)}\``]),
  ];
  const holdsObjects = (type.refers?.() ?? []).length > 0 || type.schema().format === 'binary';
  return {
    ...(sentences.length > 0 && { description: sentences.join('. ') }),
    ...(!holdsObjects && { examples: [exampleOfField(field)] }),
  };
}
