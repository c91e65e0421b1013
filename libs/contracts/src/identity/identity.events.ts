import { event } from '../contract/index.js';
import { Field, integer, text } from '../fields/index.js';
import { AccountView } from './account.contract.js';
import { Revocation } from './token-trust.contract.js';

/** The account after a change, and who changed it. */
export class ChangedAccount extends AccountView {
  @Field(integer(), {
    optional: true,
    nullable: true,
    description: 'Account of the same family that made the change; null for others',
  })
  changed_by?: number | null;
  @Field(text(), { optional: true, nullable: true, description: 'API key that acted for that account' })
  key_id?: string | null;
  @Field(text(), { optional: true }) request_id?: string;
}

export const accountChanged = event({
  subject: 'evt.identity.account-changed.v1',
  payload: ChangedAccount,
  summary: 'An account was created, changed or deactivated',
});

export const sessionRevoked = event({
  subject: 'evt.identity.session-revoked.v1',
  payload: Revocation,
  summary: 'A session ended before its tokens did',
});
