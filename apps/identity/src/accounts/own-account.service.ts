import type { ChangePassword, LinkAccount, Principal } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../audit/audit-log.service.js';
import { LoginGuard } from '../login-attempts/login-guard.service.js';
import { CredentialCheck } from '../passwords/credential-check.service.js';
import { AccountLinkService } from './account-link.service.js';
import { AccountService } from './account.service.js';

/** Operations that ask for the caller's password again, since a stolen access token must not suffice. */
@Injectable()
export class OwnAccountService {
  constructor(
    private readonly credentials: CredentialCheck,
    private readonly guard: LoginGuard,
    private readonly accounts: AccountService,
    private readonly links: AccountLinkService,
  ) {}

  /** @throws DomainError INVALID_CREDENTIALS, RATE_LIMITED, PASSWORD_TOO_WEAK, VALIDATION_FAILED */
  async changePassword(
    { family, username }: Principal,
    { current_password, new_password }: ChangePassword,
    actor: Actor,
  ): Promise<void> {
    const { account, attempt } = await this.credentials.prove(
      family,
      { username },
      current_password,
      actor,
      'password-changed',
    );
    await this.accounts.changePassword(family, account.id, new_password, actor, {
      field: 'new_password',
      then: (tx) => this.guard.succeed(tx, attempt),
    });
  }

  /** @throws DomainError INVALID_CREDENTIALS, RATE_LIMITED, SAME_FAMILY, ALREADY_LINKED */
  async link({ family, username }: Principal, asked: LinkAccount, actor: Actor): Promise<void> {
    const action = 'accounts-linked';
    const own = await this.credentials.prove(family, { username }, asked.password, actor, action);
    const other = await this.credentials.prove(
      asked.family,
      { username: asked.username },
      asked.account_password,
      actor,
      action,
    );
    await this.links.link(own.account, other.account, actor, async (tx) => {
      for (const { attempt } of [own, other]) await this.guard.succeed(tx, attempt);
    });
  }
}
