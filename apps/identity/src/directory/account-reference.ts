import type { Family } from '@argus/contracts';

const MAX_ID = 2 ** 31 - 1;

/** Returns the condition for the `{id}` of a path: the account with that id, else the one with that user name. */
export function whereReferenced(
  family: Family,
  reference: string,
): { condition: string; parameters: unknown[] } {
  const id = /^\d{1,10}$/.test(reference) && Number(reference) <= MAX_ID ? Number(reference) : null;
  const byUsername = 'family = $1 AND username = $2';
  if (id === null) return { condition: byUsername, parameters: [family, reference] };
  return {
    condition: `family = $1 AND id = coalesce((SELECT id FROM account WHERE family = $1 AND id = $3),
      (SELECT id FROM account WHERE ${byUsername}))`,
    parameters: [family, reference, id],
  };
}
