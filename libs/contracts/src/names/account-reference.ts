import { errorReply, type ErrorReply } from '../errors/errors.js';
import type { FieldType } from '../fields/field.js';
import { soughtText } from '../fields/text.js';
import { foldText } from './text-fold.js';

const MAX_ID = 2 ** 31 - 1;

/** Returns the id that a text is: decimal digits without sign and leading zero. Everything else can only be a name. */
export const canonicalId = (reference: string): number | undefined =>
  /^[1-9]\d{0,9}$/.test(reference) && Number(reference) <= MAX_ID ? Number(reference) : undefined;

/** Returns the field for what names an account in a path: its id or its user name. Operations add `ambiguousReference`. */
export const idOrName = ({ maxLength }: { readonly maxLength: number }): FieldType<string> =>
  soughtText({ maxLength, format: ID_OR_NAME });

export const ID_OR_NAME = 'id-or-name';

/** Two accounts are meant, one by its id and one by its name. The candidates are empty for others than administrators. */
export const ambiguousReference: { readonly AMBIGUOUS_REFERENCE: ErrorReply } = {
  AMBIGUOUS_REFERENCE: errorReply(
    409,
    'This is the id of one account and the name of another{candidates}. Use the name of the one or the id of the other.',
  ),
};

/**
 * Returns whether a text in a path is the name. What can be an id is a name only as it is written: `1` is not the account `１` in
 * full-width digits, since nobody who types an id means it.
 */
export const isNamed = (reference: string, username: string): boolean =>
  canonicalId(reference) === undefined ? foldText(reference) === foldText(username) : reference === username;

/** Returns whether a text in a path can mean the account. The service may still refuse it as ambiguous. */
export const canMean = (
  reference: string,
  { accountId, username }: { readonly accountId: number; readonly username: string },
): boolean => canonicalId(reference) === accountId || isNamed(reference, username);
