/** What a violated constraint of this schema means to the client. */
export const constraintCodes = {
  UQ_account_email: 'EMAIL_TAKEN',
  UQ_account_username: 'USERNAME_TAKEN',
  UQ_account_person: 'ALREADY_LINKED',
} as const;
