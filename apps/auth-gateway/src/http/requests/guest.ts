import { calibrationOwnerCookie } from '@argus/contracts';
import { createHash } from 'node:crypto';

const COOKIE = new RegExp(`(?:^|;\\s*)${calibrationOwnerCookie}=([\\w-]{43})(?:;|$)`);

/** Returns the hash of the secret that a caller without a token was given; services never see the secret again. */
export function guestOf(cookies: string | undefined): string | undefined {
  const [, secret] = COOKIE.exec(cookies ?? '') ?? [];
  return secret === undefined ? undefined : createHash('sha256').update(secret).digest('base64url');
}
