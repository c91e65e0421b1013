import { DomainError } from '@argus/contracts';

/** The command is invalid or cannot be done. The message says what to do next. */
export class OperatorError extends Error {}

const sentences: Readonly<Record<string, string>> = {
  USERNAME_TAKEN: 'That user name is taken in this family.',
  EMAIL_TAKEN: 'That e-mail address is taken in this family.',
  PASSWORD_TOO_WEAK: 'That password is too common; choose another.',
  USER_NOT_FOUND: 'There is no such user in this family.',
  ACCOUNT_NOT_FOUND: 'There is no such user in this family.',
  LAST_ADMIN: 'That is the last active administrator; create another one first.',
  ALREADY_LINKED: 'One of the two accounts is linked to another account of that family; unlink it first.',
  SAME_FAMILY: 'Accounts of one family cannot be linked.',
  NOT_LINKED: 'The accounts are not linked.',
  AMBIGUOUS_REFERENCE:
    'This is the id of one account and the name of another{candidates}. Use the name of the one or the id of the other.',
  UNAVAILABLE: 'PostgreSQL does not answer; try again.',
};

/** Returns the message for the operator; undefined for an unexpected error. */
export function sentenceFor(error: unknown): string | undefined {
  if (error instanceof OperatorError) return error.message;
  if (!(error instanceof DomainError)) return undefined;
  const issues = error.details.issues?.map(
    ({ path, code, params }) => `${path.join('.')}: ${code.replaceAll('_', ' ')} ${paramsText(params)}`,
  );
  const { candidates } = error.details;
  const sentence = sentences[error.code]?.replace('{candidates}', String(candidates));
  return issues?.join('\n') ?? sentence;
}

const paramsText = (params: Readonly<Record<string, string | number>> = {}): string =>
  Object.entries(params)
    .map(([name, value]) => `(${name} ${value})`)
    .join(' ');
