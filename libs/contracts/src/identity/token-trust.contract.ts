import { contract, internal, op } from '../contract/index.js';
import { Field, integer, list, object, record, text } from '../fields/index.js';

/** What access tokens are, for those who sign and those who judge them: JWTs after RFC 9068. */
export const accessTokens = { issuer: 'argus', algorithm: 'ES256', type: 'at+jwt' } as const;

/** How a refresh token begins, so that people, scanners and the edge know one when they see it. */
export const refreshTokenPrefix = 'argr_';

export class JsonWebKeySet {
  @Field(list(record({ schema: () => ({}), read: (value) => value })), { description: 'RFC 7517' })
  keys!: Record<string, unknown>[];
}

export class RevocationsSince {
  @Field(integer({ min: 0 }), { description: 'Position of the last revocation known' }) after!: number;
}

export class Revocation {
  @Field(integer()) position!: number;
  @Field(text()) session_id!: string;
  @Field(integer(), { description: 'Epoch ms when the last access token of the session is over anyway' })
  forget_at_ms!: number;
}

export class Revocations {
  @Field(list(object(Revocation))) revocations!: Revocation[];
}

/** What an edge needs to judge an access token by itself. */
export const tokenTrustContract = contract(
  'identity.token-trust',
  { family: 'attendance', tag: 'Internal' },
  {
    keys: op({
      reply: JsonWebKeySet,
      access: internal(),
      summary: 'Public keys that verify access tokens (JWKS)',
    }),
    revocations: op({
      body: RevocationsSince,
      reply: Revocations,
      access: internal(),
      summary: 'Revoked sessions whose access tokens have not expired yet',
    }),
  },
);
