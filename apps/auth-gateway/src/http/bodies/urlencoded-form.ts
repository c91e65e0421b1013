import { type AnyOperation, type DeclaredField, fieldsOf, listClass } from '@argus/contracts';
import type { UrlencodedPair } from '../reader/read-urlencoded.js';

/** More parts than this, beside the items of lists, no form has. */
export const MAX_PARTS = 200;

/** Returns the fields that a form for the operation can have; where a list is taken, those of one item. */
export const formFieldsOf = ({ body }: AnyOperation): readonly DeclaredField[] =>
  body ? fieldsOf(listClass(body)?.Item ?? body) : [];

/** Longer lists are sent as JSON, which is read off the event loop. */
const MAX_PAIRS = 2000;

/** Returns how many pairs a form for the operation can hold, with room for some that it does not declare. */
export const maxPairsOf = (operation: AnyOperation): number =>
  Math.min(
    MAX_PAIRS,
    formFieldsOf(operation).reduce((sum, { type }) => sum + Number(type.schema().maxItems ?? 0), MAX_PARTS),
  );

/** A body of the type `application/x-www-form-urlencoded`. */
export class UrlencodedForm {
  constructor(readonly pairs: readonly UrlencodedPair[]) {}
}
