import { type AnyOperation, contracts, type Family, fieldsOf } from '@argus/contracts';

const parts = ['params', 'query', 'body'] as const;

/** A text that people look for: a name to log in with, a search, a filter, a name in a path. */
export interface SoughtField {
  readonly title: string;
  readonly operation: AnyOperation;
  readonly family: Family;
  readonly part: (typeof parts)[number];
  readonly field: string;
  /** Whether it finds parts of texts, without their accents. */
  readonly isSearch: boolean;
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
            .filter(({ type }) => type.text === 'sought' || type.text === 'search')
            .map(({ name, type }) => ({
              title: `${operation.subject} ${part}.${name}`,
              operation,
              family,
              part,
              field: name,
              isSearch: type.text === 'search',
            }));
        }),
      ),
  );

/** Returns other ways to type the same text. */
export const spellingsOf = (text: string): string[] => {
  const decomposed = text.normalize('NFD');
  return [text.toUpperCase(), text.toLowerCase(), decomposed, decomposed.toUpperCase(), ` ${text} `];
};

/** Returns the same text as people type it whose keyboard has none of its accents. */
export const plainSpellingOf = (text: string): string =>
  text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

/** Returns the number of rows that a call replies, its total or 'done'; the code of its error where it is refused. */
export async function outcomeOf(call: Promise<unknown>): Promise<number | string> {
  try {
    const reply = (await call) as { count?: number; total_attendances?: number } | undefined;
    return reply?.count ?? reply?.total_attendances ?? 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Returns the spellings of a text by which a call does not find what it finds as written, and another text if that finds it too. */
export async function faultsOfFolding(
  written: string,
  outcomeFor: (text: string) => Promise<number | string>,
  { isSearch = false }: { isSearch?: boolean } = {},
): Promise<string[]> {
  const expected = await outcomeFor(written);
  const faults: string[] = [];
  const spellings = spellingsOf(written);
  for (const spelling of isSearch ? [...spellings, plainSpellingOf(written)] : spellings) {
    const outcome = await outcomeFor(spelling);
    if (outcome !== expected) faults.push(`${spelling}: ${outcome} instead of ${expected}`);
  }
  const another = 'somebody else';
  if ((await outcomeFor(another)) === expected) faults.push(`${another}: ${expected} as well`);
  return faults;
}
