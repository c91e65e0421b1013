import {
  type accountContract,
  type AccountReference,
  type FoundAccount,
  DomainError,
  type Handlers,
} from '@argus/contracts';

/** Replaces identity in tests of attendance: knows the accounts that were added to it. */
export class ScriptedIdentity implements Handlers<typeof accountContract> {
  readonly accounts = new Map<number, FoundAccount>();
  questions = 0;

  add(id: number, username: string, rest: Partial<FoundAccount> = {}): FoundAccount {
    const account: FoundAccount = {
      family: 'attendance',
      id,
      username,
      email: `${username.toLowerCase()}@example.com`,
      first_name: 'Jane',
      last_name: username,
      role: 'faculty',
      department: 'Computer Science',
      is_active: true,
      revision: 1,
      ...rest,
    };
    this.accounts.set(id, account);
    return account;
  }

  async find({ body }: { body: AccountReference }): Promise<FoundAccount> {
    this.questions++;
    const found = [...this.accounts.values()].find(({ id, username }) =>
      body.id === undefined ? username === body.username : id === body.id,
    );
    if (!found) throw new DomainError('ACCOUNT_NOT_FOUND');
    return found;
  }
}
