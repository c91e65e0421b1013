import { createHash, randomBytes } from 'node:crypto';

/** An opaque refresh token of 256 random bits. */
export const makeRefreshToken = (): string => randomBytes(32).toString('base64url');

/** What the database knows of a refresh token. Random bits need no salt and no slow hash. */
export const hashRefreshToken = (token: string): Buffer => createHash('sha256').update(token).digest();
