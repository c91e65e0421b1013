import { DomainError, type EyetrackerRegistration, type Issue } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../audit/audit-log.service.js';
import { AccountDirectory } from '../directory/account-directory.service.js';
import { AccountService } from './account.service.js';

const family = 'eyetracker';

/** Registers accounts as the original EyeTracker does. */
@Injectable()
export class EyetrackerAccountService {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountService,
  ) {}

  /** @throws DomainError VALIDATION_FAILED that reports both names if both are taken; as `AccountService.create` */
  async register({ username, email: given, password }: EyetrackerRegistration, actor: Actor): Promise<void> {
    const email = withLowerCaseDomain(given);
    const taken = await this.directory.taken(family, { username, email });
    const issues = (['username', 'email'] as const).flatMap((name): Issue[] =>
      taken[name]
        ? [{ path: [name], code: 'invalid', params: { text: `User with this ${name} already exists.` } }]
        : [],
    );
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    await this.accounts.signUp({ family, username, email, role: 'user' }, password, actor);
  }
}

/** Returns the address with its domain in lower case; domains ignore case, local parts need not. */
function withLowerCaseDomain(email: string): string {
  const at = email.lastIndexOf('@');
  return email.slice(0, at) + email.slice(at).toLowerCase();
}
