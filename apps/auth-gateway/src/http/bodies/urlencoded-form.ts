import { type AnyOperation, type DeclaredField, DomainError, fieldsOf, listClass } from '@argus/contracts';

/** More parts than this, beside the items of lists, no form has. */
export const MAX_PARTS = 200;

/** Returns the fields that a form for the operation can have; where a list is taken, those of one item. */
export const formFieldsOf = ({ body }: AnyOperation): readonly DeclaredField[] =>
  body ? fieldsOf(listClass(body)?.Item ?? body) : [];

/** Returns how many pairs a form for the operation can hold, with room for some that it does not declare. */
export const maxPairsOf = (operation: AnyOperation): number =>
  formFieldsOf(operation).reduce((sum, { type }) => sum + Number(type.schema().maxItems ?? 0), MAX_PARTS);

/** A body of the type `application/x-www-form-urlencoded`, unread: what it may hold depends on the operation. */
export class UrlencodedForm {
  constructor(private readonly text: string) {}

  /** Throws DomainError MALFORMED_BODY if there are more pairs than the operation can take, before one is made. */
  pairs(operation: AnyOperation): [name: string, value: string][] {
    const max = maxPairsOf(operation);
    if (this.hasMoreThan(max))
      throw new DomainError('MALFORMED_BODY', { reason: `Form parse error - More than ${max} fields` });
    return [...new URLSearchParams(this.text)];
  }

  private hasMoreThan(max: number): boolean {
    let pairs = 1;
    for (let at = this.text.indexOf('&'); at >= 0 && pairs <= max; at = this.text.indexOf('&', at + 1))
      pairs++;
    return pairs > max;
  }
}
