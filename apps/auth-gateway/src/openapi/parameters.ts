import { fieldsOf, type JsonSchema } from '@argus/contracts';
import { notesOf } from './components.js';

/** Returns the path, query or header parameters of a declared class. */
export function parametersOf(
  place: 'path' | 'query' | 'header',
  Class: (new () => unknown) | undefined,
): JsonSchema[] {
  if (Class === undefined) return [];
  return fieldsOf(Class).map((field) => {
    const { name, type, options } = field;
    const { description, examples } = notesOf(field);
    return {
      name,
      in: place,
      required: place === 'path' || (!options.optional && !('default' in options)),
      ...(description !== undefined && { description }),
      schema: { ...type.schema(), ...(examples !== undefined && { examples }) },
    };
  });
}
