import type { Claim } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../directory/account-directory.service.js';
import { LoginGuard } from '../login-attempts/login-guard.service.js';
import { RefreshTokenStore } from '../sessions/refresh-token.store.js';

/** Tells what a request for tokens counts for at the gateway's limit. */
@Injectable()
export class ClaimantService {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly guard: LoginGuard,
    private readonly tokens: RefreshTokenStore,
  ) {}

  /**
   * Returns the session of a refresh token, or the account of a name where the account is known. Elsewhere undefined, as for a name
   * without an account: a shared count would tell which names belong together (ADR 67).
   */
  async countedAs(
    { family, email, username, refresh_hash }: Claim,
    clientAddress: string | undefined,
  ): Promise<string | undefined> {
    if (refresh_hash !== undefined) {
      const sid = await this.tokens.sidOf(family, Buffer.from(refresh_hash, 'base64url'));
      return sid === undefined ? undefined : `session/${sid}`;
    }
    const name = email !== undefined ? { email } : { username: username ?? '' };
    const id = (await this.directory.findByLogin(family, name))?.id ?? 0;
    return (await this.guard.isKnownPlace({ family, id }, clientAddress))
      ? `account/${family}/${id}`
      : undefined;
  }
}
