import { hash } from 'node:crypto';

/* Postgres cuts names off here without a word, whereupon two statements would go by one name. */
const LONGEST = 63;

/** The name of a prepared statement as Postgres keeps it whole. */
export const statementName = (name: string): string =>
  name.length <= LONGEST ? name : hash('sha256', name, 'base64url');
