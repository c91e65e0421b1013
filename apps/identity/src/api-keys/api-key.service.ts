import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  apiKeyMaxAgeMs,
  type ApiKeyQuery,
  type CreateApiKey,
  DomainError,
  existing,
  offsetOf,
  type Page,
  type Principal,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { type Actor, AuditLog } from '../audit/audit-log.js';
import { rowsOf } from '../rows.js';
import { RevocationService } from '../sessions/revocation.service.js';
import type { ApiKey } from './api-key.entity.js';

const mostActive = 100;

export type ListedApiKey = Omit<ApiKey, 'key_hash'> & { readonly created_by: string };

/** Whom a good key stands for. */
export type KeyHolder = Pick<ApiKey, 'id' | 'scopes'> &
  Pick<Account, 'username' | 'role' | 'family'> & {
    readonly account_id: number;
    readonly expires_in_ms: number | null;
  };

const listed = `k.id, k.prefix, k.name, k.scopes, k.family, k.account_id, k.created_at, k.expires_at, k.last_used_at,
  k.revoked_at, a.username AS created_by`;
const withAccount = 'api_key k JOIN account a ON a.family = k.family AND a.id = k.account_id';
const active = 'k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true)';

/** Makes, lists, judges and revokes API keys. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly database: Database,
    private readonly revocations: RevocationService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError EXPIRY_PASSED, TOO_MANY_API_KEYS */
  async create(
    { family, accountId }: Principal,
    { name, scopes, expires_at: expiresAt = null }: CreateApiKey,
    actor: Actor,
  ): Promise<{ readonly key: string; readonly row: ListedApiKey }> {
    if (expiresAt && expiresAt.getTime() <= Date.now()) throw new DomainError('EXPIRY_PASSED');
    const prefix = `argk_${randomBytes(6).toString('base64url')}`;
    const key = `${prefix}_${randomBytes(32).toString('base64url')}`;
    const id = randomUUID();
    const row = await this.database.transaction(async (tx) => {
      await keepBounded(tx);
      await tx.query(
        `INSERT INTO api_key (id, key_hash, prefix, name, scopes, family, account_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [id, hashApiKey(key), prefix, name, [...new Set(scopes)].sort(), family, accountId, expiresAt],
      );
      await this.audit.append(tx, actor, {
        action: 'api-key-created',
        account: { family, id: accountId },
        details: { key: id, prefix, scopes: scopes.join(' ') },
      });
      return (
        await rowsOf<ListedApiKey>(tx, `SELECT ${listed} FROM ${withAccount} WHERE k.id = $1`, [id])
      )[0]!;
    });
    return { key, row };
  }

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: ApiKeyQuery): Promise<Page<ListedApiKey>> {
    const which = query.include_inactive ? 'true' : active;
    const rows = await this.database.query<ListedApiKey & { count: number }>(
      `SELECT ${listed}, (SELECT count(*)::int FROM api_key k WHERE ${which}) AS count
       FROM ${withAccount} WHERE ${which} ORDER BY k.created_at DESC, k.id LIMIT $1 OFFSET $2`,
      [query.page_size, offsetOf(query)],
    );
    return existing({ count: rows[0]?.count ?? 0, results: rows }, query);
  }

  /** Edges that know the key refuse it as soon as they hear. @throws DomainError API_KEY_NOT_FOUND */
  revoke(id: string, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const [key] = await rowsOf<ApiKey>(
        tx,
        'UPDATE api_key SET revoked_at = now() WHERE id::text = $1 AND revoked_at IS NULL RETURNING *',
        [id.toLowerCase()],
      );
      if (!key) throw new DomainError('API_KEY_NOT_FOUND');
      await this.revocations.publish(tx, [key.id], apiKeyMaxAgeMs);
      await this.audit.append(tx, actor, {
        action: 'api-key-revoked',
        account: { family: key.family, id: key.account_id },
        details: { key: key.id, prefix: key.prefix },
      });
    });
  }

  /** Keys end with the rights that they were made with. */
  async revokeAllOf(tx: EntityManager, { family, id }: Pick<Account, 'family' | 'id'>): Promise<void> {
    const keys = await rowsOf<ApiKey>(
      tx,
      `UPDATE api_key SET revoked_at = now() WHERE family = $1 AND account_id = $2 AND revoked_at IS NULL
       RETURNING *`,
      [family, id],
    );
    await this.revocations.publish(
      tx,
      keys.map((key) => key.id),
      apiKeyMaxAgeMs,
    );
  }

  /** Whom a key stands for, as long as it is active, and so is an administrator who made it. */
  async identify(keyHash: Uint8Array): Promise<KeyHolder | undefined> {
    const [holder] = await this.database.query<KeyHolder>(
      `UPDATE api_key k SET last_used_at = now() FROM account a
       WHERE k.key_hash = $1 AND ${active} AND a.family = k.family AND a.id = k.account_id AND a.is_active
         AND a.role = 'admin'
       RETURNING k.id, k.scopes, k.family, k.account_id, a.username, a.role,
         extract(epoch FROM k.expires_at - now())::float8 * 1000 AS expires_in_ms`,
      [keyHash],
    );
    return holder;
  }
}

/** Random bits need no salt and no slow hash. */
const hashApiKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Keys are made one after the other, so that the last place is given once. */
async function keepBounded(tx: EntityManager): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.api-keys', 0))`);
  const [row] = await rowsOf<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM api_key k WHERE ${active}`,
    [],
  );
  if (row && row.count >= mostActive) throw new DomainError('TOO_MANY_API_KEYS');
}
