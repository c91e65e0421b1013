/** The header that carries the domain's code of an error, whatever room the family's body has. */
export const ERROR_CODE_HEADER = 'x-error-code';
