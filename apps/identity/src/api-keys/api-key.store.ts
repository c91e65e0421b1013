import type { Family } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../directory/account.entity.js';
import { ApiKey } from './api-key.entity.js';

export type ListedApiKey = Omit<ApiKey, 'keyHash'> & { readonly createdBy: string };

/** The account that a valid key acts for. */
export type KeyHolder = Pick<ApiKey, 'id' | 'scopes' | 'cameraId' | 'accountId'> &
  Pick<Account, 'username' | 'role' | 'family'> & { readonly expiresInMs: number | null };

/** A key that was just revoked. */
export type RevokedKey = Pick<ApiKey, 'id' | 'prefix' | 'family' | 'accountId'>;

const listed = `k.id, k.prefix, k.name, k.scopes, k.camera_id AS "cameraId", k.family, k.account_id AS "accountId", k.created_at AS "createdAt",
  k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt", k.revoked_at AS "revokedAt", a.username AS "createdBy"`;
const revoked = 'id, prefix, family, account_id AS "accountId"';
const withAccount = 'api_key k JOIN account a ON a.family = k.family AND a.id = k.account_id';
const active = 'k.revoked_at IS NULL AND coalesce(k.expires_at > now(), true)';

@Injectable()
export class ApiKeyStore {
  constructor(private readonly database: Database) {}

  /** Locks the creation of keys until the commit, so that the limit holds. */
  async lock(tx: EntityManager): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.api-keys', 0))`);
  }

  async countActive(tx: EntityManager): Promise<number> {
    const [row] = await tx.query<[{ count: number }]>(`SELECT count(*) FROM api_key k WHERE ${active}`);
    return row.count;
  }

  async insert(
    tx: EntityManager,
    key: Omit<ApiKey, 'createdAt' | 'lastUsedAt' | 'revokedAt'>,
  ): Promise<ListedApiKey> {
    await tx.insert(ApiKey, key);
    const [listedKey] = await tx.query<[ListedApiKey]>(
      `SELECT ${listed} FROM ${withAccount} WHERE k.id = $1`,
      [key.id],
    );
    return listedKey;
  }

  /** Returns one page, newest first, each row with the count of all. */
  list(
    includeInactive: boolean,
    limit: number,
    offset: number,
  ): Promise<(ListedApiKey & { count: number })[]> {
    const which = includeInactive ? 'true' : active;
    return this.database.query<ListedApiKey & { count: number }>(
      `SELECT ${listed}, (SELECT count(*) FROM api_key k WHERE ${which})
       FROM ${withAccount} WHERE ${which} ORDER BY k.created_at DESC, k.id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  /** Returns the revoked key; undefined if there is none or it was revoked before. */
  async revoke(tx: EntityManager, id: string): Promise<RevokedKey | undefined> {
    const [key] = await this.database.preparedIn<RevokedKey>(
      tx,
      'api-key-revoke',
      `UPDATE api_key SET revoked_at = now() WHERE id::text = $1 AND revoked_at IS NULL RETURNING ${revoked}`,
      [id.toLowerCase()],
    );
    return key;
  }

  revokeAllOf(tx: EntityManager, family: Family, accountId: number): Promise<RevokedKey[]> {
    return this.database.preparedIn<RevokedKey>(
      tx,
      'api-key-revoke-all',
      `UPDATE api_key SET revoked_at = now() WHERE family = $1 AND account_id = $2 AND revoked_at IS NULL
       RETURNING ${revoked}`,
      [family, accountId],
    );
  }

  /** Notes the use of an active key and returns its holder if that is still an active administrator. */
  async use(keyHash: Uint8Array): Promise<KeyHolder | undefined> {
    const [holder] = await this.database.prepared<KeyHolder>(
      'api-key-use',
      `UPDATE api_key k SET last_used_at = now() FROM account a
       WHERE k.key_hash = $1 AND ${active} AND a.family = k.family AND a.id = k.account_id AND a.is_active
         AND a.role = 'admin'
       RETURNING k.id, k.scopes, k.camera_id AS "cameraId", k.family, k.account_id AS "accountId", a.username, a.role,
         extract(epoch FROM k.expires_at - now())::float8 * 1000 AS "expiresInMs"`,
      [keyHash],
    );
    return holder;
  }

  /** Deletes keys that have not worked for a year. */
  async deleteLongEnded(): Promise<void> {
    await this.database.query(
      `DELETE FROM api_key WHERE least(revoked_at, expires_at) < now() - interval '1 year'`,
    );
  }
}
