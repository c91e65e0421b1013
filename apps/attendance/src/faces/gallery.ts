/** The gallery of vision that holds the templates of attendance's people. */
export const gallery = 'attendance';

/** How vision knows a person: by account id, which unlike the employee id says nothing about anybody. */
export const subjectOf = (accountId: number): string => String(accountId);

export const accountIdOf = (subject: string): number => Number(subject);
