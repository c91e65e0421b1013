/** Where in the input: field names and list positions. */
export type Path = readonly (string | number)[];

/** What is wrong with one value, in words that no family owns; dialects turn it into theirs. */
export interface Issue {
  readonly path: Path;
  readonly code: IssueCode;
  /** Numbers and words that the dialect's sentence needs, e.g. `{max: 20}`. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Part of the request; the body where absent. */
  readonly place?: 'path' | 'query' | 'body';
}

export type IssueCode =
  | 'required'
  | 'null'
  | 'blank'
  | 'null_character'
  | 'not_a_string'
  | 'not_a_number'
  | 'not_an_integer'
  | 'not_a_boolean'
  | 'not_an_object'
  | 'not_a_list'
  | 'not_bytes'
  | 'not_a_date'
  | 'not_a_datetime'
  | 'not_an_email'
  | 'not_a_choice'
  | 'too_long'
  | 'too_short'
  | 'too_large'
  | 'too_small'
  /** Not greater than `params.limit`. */
  | 'not_above'
  /** Not the key of a row, by its type. */
  | 'not_a_key'
  /** The key of no row (`params.key`); raised by services. */
  | 'no_such_key'
  | 'too_few_items'
  | 'too_many_items'
  /** A rule of the service beyond the field's form; `params.text` is the sentence. */
  | 'invalid';

/** Raised by a field type for the value at hand; collected by `parse`. */
export class IssueError extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super('Input refused');
  }
}

export function refuse(path: Path, code: IssueCode, params?: Issue['params']): never {
  throw new IssueError([params ? { path, code, params } : { path, code }]);
}
