import { DomainError, type Family } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../directory/account-directory.service.js';
import type { LoginName } from '../directory/account.store.js';
import type { Account } from '../directory/account.entity.js';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';
import type { AuditAction } from '../audit/audit-event.entity.js';
import { type Attempt, LoginGuard } from '../login-attempts/login-guard.service.js';
import { StrangerShare } from '../login-attempts/stranger-share.service.js';
import { type Asker, PasswordHasher } from './password-hasher.service.js';

export interface Proven {
  readonly account: Account;
  /** Pass it to `LoginGuard.succeed` in the transaction that needed the password. */
  readonly attempt: Attempt;
}

/** The only check of an account's password: limited, in equal time, and audited. */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly guard: LoginGuard,
    private readonly strangers: StrangerShare,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param action is the purpose, as the audit names it.
   * @throws DomainError INVALID_CREDENTIALS for an unknown or inactive account as for a wrong password; RATE_LIMITED; UNAVAILABLE
   */
  async prove(
    family: Family,
    name: LoginName,
    password: string,
    actor: Actor,
    action: AuditAction,
  ): Promise<Proven> {
    const account = await this.accounts.findByLogin(family, name);
    const attempt = await this.guard.admit({ family, name, account }, actor.clientAddress);
    const asker = askerOf(attempt, actor);
    const fits = await this.passwords.verify(account?.passwordHash, password, asker);
    if (account?.isActive && fits) return { account, attempt };
    const reason = !account ? 'unknown account' : fits ? 'inactive account' : 'wrong password';
    await this.strangers.transaction(attempt.isKnownPlace, actor.clientAddress, (tx) =>
      this.audit.append(tx, actor, {
        action,
        account,
        success: false,
        details: { family, reason, known_place: attempt.isKnownPlace },
      }),
    );
    throw new DomainError('INVALID_CREDENTIALS');
  }
}

/** Who waits for a hash in the attempt. */
export const askerOf = ({ isKnownPlace }: Attempt, { clientAddress }: Actor): Asker => ({
  isKnown: isKnownPlace,
  address: clientAddress,
});
