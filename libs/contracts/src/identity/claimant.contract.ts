import { contract, families, type Family, internal, op } from '../contract/index.js';
import { choice, Field, text } from '../fields/index.js';

/** What a request for tokens says about who makes it. */
export class Claim {
  @Field(choice(...families)) family!: Family;
  @Field(text(), { optional: true }) email?: string;
  @Field(text({ allowBlank: true }), { optional: true, description: 'Used when `email` is absent' })
  username?: string;
  @Field(text(), { optional: true, description: 'SHA-256 of the refresh token, base64url' })
  refresh_hash?: string;
}

export class Claimant {
  @Field(text(), {
    optional: true,
    description:
      'What such requests count for: a session, or an account at a place where it logged in before',
  })
  counted_as?: string;
}

/** Lets the gateway count requests for tokens by what they are for, not by what they call it. */
export const claimantContract = contract(
  'identity.claimant',
  { family: 'attendance', tag: 'Internal' },
  {
    find: op({
      body: Claim,
      reply: Claimant,
      access: internal(),
      summary: 'The session of a refresh token, or the account of a name at a place that knows it',
    }),
  },
);
