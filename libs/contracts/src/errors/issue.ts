/** Path of a value in the input: field names and list positions. */
export type Path = readonly (string | number)[];

/** Why one value is invalid, independent of API family. Dialects word it. */
export interface Issue {
  readonly path: Path;
  readonly code: IssueCode;
  /** Values for the dialect's sentence, e.g. `{max: 20}`. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Part of the request; default `body`. */
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
  /** The type of the value cannot be a key of a row. */
  | 'not_a_key'
  /** No row has this key (`params.key`). Only services report it. */
  | 'no_such_key'
  | 'too_few_items'
  | 'too_many_items'
  /** A parameter of the query that the operation does not take. `params.text` is the sentence. */
  | 'not_taken'
  /** The value breaks a rule of the service. `params.text` is the sentence. */
  | 'invalid';

/** Thrown by a field type for one value. `parse` collects the issues of all fields. */
export class IssueError extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super('Input refused');
  }
}

export function refuse(path: Path, code: IssueCode, params?: Issue['params']): never {
  throw new IssueError([params ? { path, code, params } : { path, code }]);
}
