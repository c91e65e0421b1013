import { BatchReading, fieldsOf, ReadingDraft, ReadingView } from '@argus/contracts';

const known = new Set(
  [BatchReading, ReadingDraft, ReadingView].flatMap((Class) => fieldsOf(Class).map(({ name }) => name)),
);

/**
 * Returns the names of values that no reading has; undefined if there are none. They are ignored, but for a further
 * measurement of the equipment in the wrong place, which only its type tells.
 */
export function strayFields(sent: object): readonly string[] | undefined {
  let strays: string[] | undefined;
  for (const name in sent)
    if (!known.has(name) && (sent as Record<string, unknown>)[name] != null) (strays ??= []).push(name);
  return strays;
}
