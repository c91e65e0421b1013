import { event } from '../contract/index.js';
import { AccountView } from './account.contract.js';
import { Revocation } from './token-trust.contract.js';

export const accountChanged = event({
  subject: 'evt.identity.account-changed.v1',
  payload: AccountView,
  summary: 'An account was created, changed or deactivated',
});

export const sessionRevoked = event({
  subject: 'evt.identity.session-revoked.v1',
  payload: Revocation,
  summary: 'A session ended before its tokens did',
});
