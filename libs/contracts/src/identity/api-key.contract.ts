import {
  contract,
  errorReply,
  families,
  type Family,
  internal,
  op,
  pageOf,
  PageQuery,
  roles,
} from '../contract/index.js';
import {
  boolean,
  choice,
  datetime,
  Field,
  integer,
  list,
  nameText,
  number,
  object,
  opaqueText,
  text,
} from '../fields/index.js';
import { apiKeyScope, apiKeyScopes } from './api-key-scope.js';
import type { Instant } from '../instant.js';

/** How long a gateway may cache a key. Revocations reach it sooner. */
export const apiKeyMaxAgeMs = 60_000;

export class CreateApiKey {
  @Field(nameText({ maxLength: 100 }), { example: 'Kiosk at the main gate' }) name!: string;
  @Field(list(apiKeyScope(), { minItems: 1, maxItems: apiKeyScopes.length }), {
    example: ['face-verify:write', 'face-verify-status:read'],
  })
  scopes!: string[];
  @Field(nameText({ maxLength: 50 }), {
    optional: true,
    nullable: true,
    description:
      'The camera that the key speaks for; it can name no other. Without it, the key speaks for any camera',
  })
  camera_id?: string | null;
  @Field(datetime(), {
    optional: true,
    nullable: true,
    description: 'Without it, the key works until it is revoked',
  })
  expires_at?: Instant | null;
}

export class ApiKeyView {
  @Field(text({ format: 'uuid' })) id!: string;
  @Field(text(), { example: 'Kiosk at the main gate' }) name!: string;
  @Field(text(), { description: 'Start of the key, to recognise it', example: 'argk_Xn3bT0aq' })
  prefix!: string;
  @Field(list(text())) scopes!: string[];
  @Field(text(), { nullable: true, description: 'The only camera that the key speaks for' })
  camera_id!: string | null;
  @Field(text(), { description: 'Employee id of the administrator that the key acts for' })
  created_by!: string;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text({ format: 'date-time' }), { nullable: true }) expires_at!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'Accurate to a minute' })
  last_used_at!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true }) revoked_at!: string | null;
}

export class CreatedApiKey extends ApiKeyView {
  @Field(text(), {
    optional: true,
    secret: 'once',
    description:
      'Send it as `X-API-Key`. It is shown only once: a repetition under an Idempotency-Key is answered without it',
  })
  key?: string;
}

export class ApiKeyPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
}

export class ApiKeyQuery extends PageQuery {
  @Field(boolean(), { default: false, description: 'Whether to list revoked and expired keys too' })
  include_inactive!: boolean;
}

/** Keys for programs. Clients send them as `X-API-Key`, like the SDKs of the attendance document. */
export const apiKeyContract = contract(
  'identity.api-key',
  { family: 'attendance', tag: 'API keys' },
  {
    create: op({
      http: { method: 'POST', path: '/api/v1/api-keys/', status: 201 },
      body: CreateApiKey,
      reply: CreatedApiKey,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: {
        EXPIRY_PASSED: errorReply(400, 'Choose a moment in the future.', 'expires_at'),
        TOO_MANY_API_KEYS: errorReply(
          400,
          'Revoke keys that are not needed any more; at most 100 may be active.',
        ),
      },
      summary: 'Create an API key for the caller with the given scopes',
    }),
    list: op({
      http: { method: 'GET', path: '/api/v1/api-keys/' },
      query: ApiKeyQuery,
      reply: pageOf(ApiKeyView),
      access: roles('admin'),
      sessionOnly: 'always',
      summary: 'List API keys, newest first',
    }),
    revoke: op({
      http: { method: 'DELETE', path: '/api/v1/api-keys/{id}/', status: 204 },
      params: ApiKeyPath,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: { API_KEY_NOT_FOUND: errorReply(404, 'Not found.', 'detail') },
      summary: 'Revoke an API key; it stops working everywhere within seconds',
    }),
  },
);

export class ApiKeyHash {
  @Field(text({ maxLength: 44 }), { description: 'SHA-256 of the key, base64' }) key_hash!: string;
}

export class ApiKeyPrincipal {
  @Field(text()) key_id!: string;
  @Field(choice(...families)) family!: Family;
  @Field(integer()) account_id!: number;
  @Field(text()) username!: string;
  @Field(text()) role!: string;
  @Field(list(text())) scopes!: string[];
  @Field(text(), { nullable: true }) camera_id!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'By the clock of the database; null if the key does not expire',
  })
  expires_in_ms!: number | null;
}

export class IdentifiedApiKey {
  @Field(object(ApiKeyPrincipal), { nullable: true, description: 'Null if no valid key has this hash' })
  principal!: ApiKeyPrincipal | null;
}

/** Lets the gateway verify keys. Only the hash of a key leaves the gateway. */
export const apiKeyTrustContract = contract(
  'identity.api-key',
  { family: 'attendance', tag: 'Internal' },
  {
    identify: op({
      body: ApiKeyHash,
      reply: IdentifiedApiKey,
      access: internal(),
      summary: 'Resolve an API key to its account and scopes',
    }),
  },
);
