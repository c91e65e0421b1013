import { type Access, DomainError, type Family, type Principal } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { Revocations } from './revocations.js';
import { TokenVerifier } from './token-verifier.js';

/** Turns an Authorization header into a principal, and decides by an operation's access. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly revocations: Revocations,
  ) {}

  /** Undefined where the header names no Bearer token; throws when it names a bad one. */
  async authenticate(header: string | undefined, family: Family): Promise<Principal | undefined> {
    const words = (header ?? '').trim().split(/\s+/);
    if (words[0] !== 'Bearer') return undefined;
    if (words.length !== 2) throw new DomainError('TOKEN_INVALID', { problem: 'header' });
    const principal = await this.tokens.verify(words[1]!, family);
    this.revocations.check(principal.sessionId);
    return principal;
  }

  /** Throws NOT_AUTHENTICATED or PERMISSION_DENIED unless the access of an operation lets the caller in. */
  authorize(
    access: Access,
    principal: Principal | undefined,
    params: Readonly<Record<string, string>>,
  ): void {
    if (access.kind === 'public') return;
    if (access.kind === 'internal') throw new DomainError('NOT_FOUND');
    if (principal === undefined) throw new DomainError('NOT_AUTHENTICATED');
    if (access.kind === 'authenticated' || access.roles.includes(principal.role)) return;
    if (access.kind === 'self-or-roles') {
      const named = params[access.param];
      /* An id is looked up before a username, so a username of digits never counts as one's own. */
      const isOwn =
        named === String(principal.accountId) ||
        (named === principal.username && !/^\d+$/.test(principal.username));
      if (isOwn) return;
    }
    throw new DomainError('PERMISSION_DENIED');
  }
}
