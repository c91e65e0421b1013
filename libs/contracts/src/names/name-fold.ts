/**
 * Returns the form in which two names that people type are the same name: compatibility forms, case and outer space ignored.
 * Upper case first, since `ß` becomes `SS` only that way.
 */
export const foldName = (name: string): string =>
  name.normalize('NFKC').trim().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
