import { type AnyOperation, contracts, type Family, fieldsOf } from '@argus/contracts';

const parts = ['params', 'query', 'body'] as const;

/** A text that people look for: a name to log in with, a search, a filter, a name in a path. */
export interface SoughtField {
  readonly title: string;
  readonly operation: AnyOperation;
  readonly family: Family;
  readonly part: (typeof parts)[number];
  readonly field: string;
}

/** Returns every text of the catalogue that people look for in a service. */
export const soughtFieldsOf = (service: string): SoughtField[] =>
  contracts.flatMap(({ family, operations }) =>
    Object.values<AnyOperation>(operations)
      .filter(({ subject }) => subject.startsWith(`${service}.`))
      .flatMap((operation) =>
        parts.flatMap((part) => {
          const Part = operation[part];
          if (!Part) return [];
          return fieldsOf(Part)
            .filter(({ type }) => type.text === 'sought')
            .map(({ name }) => ({
              title: `${operation.subject} ${part}.${name}`,
              operation,
              family,
              part,
              field: name,
            }));
        }),
      ),
  );

/** Returns other ways to type the same text. */
export const spellingsOf = (text: string): string[] => {
  const decomposed = text.normalize('NFD');
  return [text.toUpperCase(), text.toLowerCase(), decomposed, decomposed.toUpperCase(), ` ${text} `];
};
