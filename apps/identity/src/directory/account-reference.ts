import { canonicalId, DomainError, foldText, isNamed } from '@argus/contracts';
import type { Account } from './account.entity.js';

/** A number is an id. A text comes from a person or a path: an id or a user name. */
export type Reference = number | string;

type Named = Pick<Account, 'id' | 'username'>;

/** Returns the id that a reference can be; undefined for what can only be a name. */
export const idOf = (reference: Reference): number | undefined =>
  typeof reference === 'number' ? reference : canonicalId(reference);

/** Returns the account of a user name: as written, since names older than ADR 66 may differ in case only, else in any case. */
export const byName = <A extends Named>(accounts: readonly A[], name: string): A | undefined =>
  accounts.find(({ username }) => username === name) ??
  accounts.find(({ username }) => foldText(username) === foldText(name));

/**
 * Returns the account that a reference means: by its id, else by its name.
 * @throws DomainError AMBIGUOUS_REFERENCE where two accounts are meant; its candidates are for administrators only.
 */
export function meant<A extends Named>(accounts: readonly A[], reference: Reference): A | undefined {
  const id = idOf(reference);
  const numbered = accounts.find((account) => account.id === id);
  if (typeof reference === 'number') return numbered;
  const named = byName(
    accounts.filter(({ username }) => isNamed(reference, username)),
    reference,
  );
  if (numbered && named && numbered !== named) {
    const candidates = `: ${reference} is the id of ${numbered.username}, and the name of the account with id ${named.id}`;
    throw new DomainError('AMBIGUOUS_REFERENCE', { candidates });
  }
  return numbered ?? named;
}

/** Returns the error as others than administrators see it: it names nobody. */
export const withoutCandidates = (error: unknown): unknown =>
  error instanceof DomainError && error.code === 'AMBIGUOUS_REFERENCE'
    ? new DomainError(error.code, { candidates: '' })
    : error;
