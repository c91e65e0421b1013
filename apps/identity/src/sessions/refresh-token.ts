import { createHash, randomBytes } from 'node:crypto';
import { DomainError, refreshTokenPrefix } from '@argus/contracts';
import { decodeJwt } from 'jose';

/** An opaque refresh token of 256 random bits. */
export const makeRefreshToken = (): string => `${refreshTokenPrefix}${randomBytes(32).toString('base64url')}`;

/** What the database knows of a refresh token. Random bits need no salt and no slow hash. */
export const hashRefreshToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Tells those who send an access token in place of a refresh token. @throws DomainError REFRESH_TOKEN_WRONG_TYPE */
export function judgeRefreshToken(token: string): void {
  if (token.startsWith(refreshTokenPrefix) || !token.startsWith('ey')) return;
  let type: unknown;
  try {
    type = decodeJwt(token).token_type;
  } catch {
    return;
  }
  if (type === 'access') throw new DomainError('REFRESH_TOKEN_WRONG_TYPE');
}
