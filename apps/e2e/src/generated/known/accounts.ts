import { accountFamilies, isCreating } from '@argus/contracts';
import { type Account, type Accounts, password } from '../targets/accounts.js';
import type { ServedOperation } from '../targets/operations.js';
import type { Ask, Known } from './known.js';

/** Returns names, passwords and tokens of the caller and of an account of another family; links the two if the path needs it. */
export async function knownAccounts(
  { family, path, operation }: ServedOperation,
  account: Account,
  accounts: Accounts,
  ask: Ask,
): Promise<Known> {
  if (family === 'calibration') return { fields: {}, params: {} };
  const other = accountFamilies.find((each) => each !== family)!;
  const [second, elsewhere] = await Promise.all([
    accounts.logIn(family, account.username),
    accounts.make(other),
  ]);
  const { username } = path.includes('/links') ? elsewhere : account;
  if (path.includes('/links/{family}') && !path.includes('/users/{')) {
    const link = { password, family: other, username, account_password: password };
    await ask('POST', path.replace(/\{family\}\/?$/, ''), link);
  }
  return {
    fields: {
      /* A new account needs a new name. */
      ...(isCreating(operation) ? {} : { username: [username], email: [account.email] }),
      password: [password],
      current_password: [password],
      account_password: [password],
      family: [other],
      refresh: [second.refresh],
      refresh_token: [second.refresh],
    },
    params: { family: [other] },
  };
}
