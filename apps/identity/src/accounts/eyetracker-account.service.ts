import { DomainError, type EyetrackerRegistration, type Issue } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../audit/audit-log.js';
import { AccountDirectory } from '../directory/account.directory.js';
import { AccountService } from './account.service.js';

const family = 'eyetracker';

/** Registers EyeTracker's accounts as its original does. */
@Injectable()
export class EyetrackerAccountService {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountService,
  ) {}

  /** Says of both names at once that they are taken. @throws DomainError VALIDATION_FAILED; as `AccountService.create` */
  async register({ username, email: given, password }: EyetrackerRegistration, actor: Actor): Promise<void> {
    const email = withLowerCaseDomain(given);
    const taken = await this.directory.taken(family, { username, email });
    const issues = (['username', 'email'] as const).flatMap((name): Issue[] =>
      taken[name]
        ? [{ path: [name], code: 'invalid', params: { text: `User with this ${name} already exists.` } }]
        : [],
    );
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    await this.accounts.create({ family, username, email, role: 'user' }, password, actor);
  }
}

/** Domains are alike in any case; what stands before the @ is shown as it was given. */
function withLowerCaseDomain(email: string): string {
  const at = email.lastIndexOf('@');
  return email.slice(0, at) + email.slice(at).toLowerCase();
}
