import { fieldsOf, listClass } from '@argus/contracts';

type Class = new () => unknown;

/** Makes the secret for a field of a class. */
export type Planter = (Owner: Class, field: string) => string;

/** Returns a copy of the value with a planted secret in every field that the class marks as secret. */
export function planted(Class: Class, value: unknown, secretFor: Planter): unknown {
  const listed = listClass(Class);
  if (listed) return (value as unknown[]).map((item) => planted(listed.Item, item, secretFor));
  const copy = { ...(value as Record<string, unknown>) };
  for (const { name, type, options } of fieldsOf(Class)) {
    const given = copy[name];
    if (options.secret) copy[name] = fill(type.schema(), secretFor(Class, name));
    else if (given !== undefined && given !== null)
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
