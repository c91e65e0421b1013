import { type DeclaredField, describing, fieldsOf, type JsonSchema } from '@argus/contracts';

/** Returns the path or query parameters of a declared class. */
export function parametersOf(place: 'path' | 'query', Class: (new () => unknown) | undefined): JsonSchema[] {
  if (Class === undefined) return [];
  return fieldsOf(Class).map((field) => parameterOf(place, field));
}

const parameterOf = (place: 'path' | 'query', field: DeclaredField): JsonSchema => {
  const { name, type, options } = field;
  return {
    name,
    in: place,
    required: place === 'path' || (!options.optional && !('default' in options)),
    schema: { ...type.schema(), ...(options.default !== undefined && { default: options.default }) },
    ...describing(field),
  };
};
