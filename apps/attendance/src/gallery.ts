/** The gallery in vision with the templates of attendance's people. */
export const gallery = 'attendance';

/** Returns the name of a person at vision: the account id, because an employee id would identify the person. */
export const subjectOf = (accountId: number): string => String(accountId);

export const accountIdOf = (subject: string): number => Number(subject);
