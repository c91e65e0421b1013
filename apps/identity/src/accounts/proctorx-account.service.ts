import {
  DomainError,
  type Principal,
  proctorxTypes,
  type Signup,
  type UpdateProctorxProfile,
} from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../audit/audit-log.service.js';
import { AccountDirectory } from '../directory/account-directory.service.js';
import type { Account } from '../directory/account.entity.js';
import { type AccountChanges, AccountService } from './account.service.js';

const family = 'proctorx';

/** Signs up students and institutes of ProctorX, and changes their profiles. */
@Injectable()
export class ProctorxAccountService {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly accounts: AccountService,
  ) {}

  /**
   * Checks the user name, the address and the type, in the order of the document.
   * @throws DomainError USERNAME_TAKEN, EMAIL_TAKEN, USER_TYPE_INVALID; as `AccountService.create`
   */
  async signUp({ username, email, type, name, password }: Signup, actor: Actor): Promise<Account> {
    const taken = await this.directory.taken(family, { username, email });
    if (taken.username) throw new DomainError('USERNAME_TAKEN');
    if (taken.email) throw new DomainError('EMAIL_TAKEN');
    const role = proctorxTypes.find((known) => known === type);
    if (!role) throw new DomainError('USER_TYPE_INVALID');
    const account = { family, username, email, role, firstName: name ?? username } as const;
    return this.accounts.signUp(account, password, actor);
  }

  profile({ accountId }: Principal): Promise<Account> {
    return this.directory.get(family, accountId);
  }

  update(
    { accountId }: Principal,
    { name, bio, profile_url }: UpdateProctorxProfile,
    actor: Actor,
  ): Promise<Account> {
    const changes: AccountChanges = {
      ...(name !== undefined && { firstName: name }),
      ...(bio !== undefined && { bio }),
      ...(profile_url !== undefined && { pictureUrl: profile_url }),
    };
    return this.accounts.update(family, accountId, changes, actor);
  }
}
