import { looksOf } from '@argus/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { AccountLooksStore, type NamedAccount } from './account-looks.store.js';

const BATCH_SIZE = 2000;
/** More than an operator reads in a log. */
const MAX_NAMED = 20;

/**
 * Fills in how user names look that are older than that rule. Of names that look alike, and of addresses that differ in case only, the
 * oldest account is found in any case; the others still log in, as they are written.
 */
@Injectable()
export class AccountLooks {
  readonly #logger = new Logger(AccountLooks.name);

  constructor(private readonly store: AccountLooksStore) {}

  async fill(): Promise<void> {
    let last: NamedAccount | undefined;
    for (;;) {
      const batch = await this.store.without(last, BATCH_SIZE);
      if (batch.length === 0) break;
      await this.store.store(withoutTwins(batch));
      last = batch.at(-1);
    }
    const sameNames = await this.store.without(undefined, MAX_NAMED + 1);
    this.#report(sameNames, "have user names that look like an older account's, and log in only as written");
    const sameAddresses = await this.store.ofSameAddress(MAX_NAMED + 1);
    this.#report(
      sameAddresses,
      'have the e-mail address of an older account but for case, and log in by it only as written; give them another one',
    );
  }

  /** Names accounts by key: a log holds no user names. */
  #report(twins: readonly Pick<NamedAccount, 'family' | 'id'>[], what: string): void {
    if (twins.length === 0) return;
    const keys = twins.slice(0, MAX_NAMED).map(({ family, id }) => `${family} ${id}`);
    const more = twins.length > MAX_NAMED ? ' and more' : '';
    this.#logger.warn(`These accounts ${what}: ${keys.join(', ')}${more}`);
  }
}

/** Returns the accounts with their looks, and of those that look alike only the first. */
function withoutTwins(accounts: readonly NamedAccount[]) {
  const seen = new Set<string>();
  return accounts
    .map((account) => ({ ...account, ...looksOf(account.username) }))
    .filter(({ family, inSmallLetters, inCapitals }) => {
      const keys = [`${family} s ${inSmallLetters}`, `${family} c ${inCapitals}`];
      const isFirst = keys.every((key) => !seen.has(key));
      if (isFirst) for (const key of keys) seen.add(key);
      return isFirst;
    });
}
