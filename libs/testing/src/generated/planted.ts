import { fieldsOf, listClass } from '@argus/contracts';

type Class = new () => unknown;

/** Makes the secret for a field of a class, which may hold a value. Text takes the form of the field; all else stays as it is. */
export type Planter = (Owner: Class, field: string, given: unknown) => unknown;

/** Returns a copy of the value with a planted secret in every field that the class marks as secret. */
export function planted(Class: Class, value: unknown, secretFor: Planter): unknown {
  const listed = listClass(Class);
  if (listed) return (value as unknown[]).map((item) => planted(listed.Item, item, secretFor));
  const copy = { ...(value as Record<string, unknown>) };
  for (const { name, type, options } of fieldsOf(Class)) {
    const given = copy[name];
    if (options.secret) {
      const secret = secretFor(Class, name, given);
      copy[name] = typeof secret === 'string' ? fill(type.schema(), secret) : secret;
    } else if (given !== undefined && given !== null)
      for (const Inner of type.refers?.() ?? []) copy[name] = within(Inner, given, secretFor);
  }
  return copy;
}

const within = (Inner: Class, value: unknown, secretFor: Planter): unknown =>
  Array.isArray(value)
    ? value.map((item) => planted(Inner, item, secretFor))
    : planted(Inner, value, secretFor);

/** The secret in the form of a field: text, bytes, or as many of them as a list needs. */
function fill({ type, format, items, minItems }: Readonly<Record<string, unknown>>, secret: string): unknown {
  if (type === 'array')
    return Array.from({ length: Math.max(1, Number(minItems ?? 1)) }, () => fill(items as never, secret));
  return format === 'binary' ? new Uint8Array(Buffer.from(secret)) : secret;
}

/** Returns the secrets that a value of a class holds, with the names of their fields. */
export function secretsIn(
  Class: Class,
  value: unknown,
): { readonly field: string; readonly secret: unknown }[] {
  const found: { field: string; secret: unknown }[] = [];
  if (typeof value !== 'object' || value === null) return found;
  planted(Class, value, (_, field, secret) => {
    if (secret !== undefined && secret !== null) found.push({ field, secret });
    return secret;
  });
  return found;
}
