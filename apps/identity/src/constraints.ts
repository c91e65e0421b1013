/** Error codes for violated constraints of this schema. */
export const constraintCodes = {
  UQ_account_email: 'EMAIL_TAKEN',
  UQ_account_username: 'USERNAME_TAKEN',
  UQ_account_small_letters: 'USERNAME_TAKEN',
  UQ_account_capitals: 'USERNAME_TAKEN',
  UQ_account_person: 'ALREADY_LINKED',
} as const;
