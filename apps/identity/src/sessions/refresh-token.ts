import { createHash, randomBytes } from 'node:crypto';
import { DomainError, refreshTokenPrefix } from '@argus/contracts';
import { decodeJwt } from 'jose';

/** Returns a new opaque refresh token of 256 random bits. */
export const makeRefreshToken = (): string => `${refreshTokenPrefix}${randomBytes(32).toString('base64url')}`;

/** Returns the stored hash of a refresh token. Random bits need neither salt nor a slow hash. */
export const hashRefreshToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** @throws DomainError REFRESH_TOKEN_WRONG_TYPE for an access token */
export function refuseAccessToken(token: string): void {
  if (token.startsWith(refreshTokenPrefix) || !token.startsWith('ey')) return;
  let type: unknown;
  try {
    type = decodeJwt(token).token_type;
  } catch {
    return;
  }
  if (type === 'access') throw new DomainError('REFRESH_TOKEN_WRONG_TYPE');
}
