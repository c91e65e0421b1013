import { type JsonSchema, listClass, referencesOf, schemaOf } from '@argus/contracts';

type Class = new () => unknown;

/** Collects the named schemas of a document as they are referred to. */
export class Components {
  private readonly byName = new Map<string, JsonSchema>();
  private readonly classes = new Map<string, Class>();

  /** Returns a reference to the schema of a class, and adds that schema and all that it refers to. */
  refer(Class: Class): JsonSchema {
    const listed = listClass(Class);
    if (listed) {
      this.refer(listed.Item);
      return schemaOf(Class);
    }
    const known = this.classes.get(Class.name);
    if (known !== undefined && known !== Class) throw new Error(`Two classes are called ${Class.name}`);
    if (known === undefined) {
      this.classes.set(Class.name, Class);
      this.byName.set(Class.name, schemaOf(Class));
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
