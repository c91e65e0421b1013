import { contract, internal, op } from '../contract/index.js';
import { Field, integer, list, object, record, text } from '../fields/index.js';

/** Header and issuer of access tokens (JWTs after RFC 9068), for the signer and the verifier. */
export const accessTokens = { issuer: 'argus', algorithm: 'ES256', type: 'at+jwt' } as const;

/** Start of every refresh token, so that people, secret scanners and the gateway recognise one. */
export const refreshTokenPrefix = 'argr_';

export class JsonWebKeySet {
  @Field(list(record({ schema: () => ({}), read: (value) => value })), { description: 'RFC 7517' })
  keys!: Record<string, unknown>[];
}

export class RevocationsSince {
  @Field(integer({ min: 0 }), { description: 'Position of the last known revocation' }) after!: number;
}

export class Revocation {
  @Field(integer()) position!: number;
  @Field(text()) session_id!: string;
  @Field(integer(), { description: 'Epoch ms when the last access token of the session expires' })
  forget_at_ms!: number;
}

export class Revocations {
  @Field(list(object(Revocation))) revocations!: Revocation[];
  @Field(list(text()), {
    optional: true,
    description:
      'Ids of all published keys: a key that is not among them signs nothing valid. Absent in earlier versions',
  })
  key_ids?: string[];
}

/** Gives the gateway what it needs to verify access tokens without a call. */
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
      summary: 'Revoked sessions whose access tokens have not expired yet, and the keys in force',
    }),
  },
);
