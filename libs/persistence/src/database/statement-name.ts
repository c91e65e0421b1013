import { hash } from 'node:crypto';

/* Postgres silently truncates longer names; two statements could then share one name. */
const MAX_LENGTH = 63;

/** Returns a prepared statement's name that Postgres keeps whole: long names become a hash. */
export const statementName = (name: string): string =>
  name.length <= MAX_LENGTH ? name : hash('sha256', name, 'base64url');
