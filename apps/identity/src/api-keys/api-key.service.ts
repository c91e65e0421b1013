import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  apiKeyMaxAgeMs,
  type ApiKeyQuery,
  type CreateApiKey,
  DomainError,
  pageOfRows,
  offsetOf,
  type Page,
  type Principal,
} from '@argus/contracts';
import { Database, StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Account } from '../directory/account.entity.js';
import { type Actor, AuditLog } from '../audit/audit-log.service.js';
import { RevocationService } from '../sessions/revocation.service.js';
import { ApiKeyStore, type KeyHolder, type ListedApiKey } from './api-key.store.js';

const MAX_ACTIVE_KEYS = 100;

/** Creates, lists, identifies and revokes API keys. */
@Injectable()
export class ApiKeyService {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeyStore,
    private readonly revocations: RevocationService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError EXPIRY_PASSED, TOO_MANY_API_KEYS */
  async create(
    { family, accountId }: Principal,
    { name, scopes, camera_id: cameraId = null, expires_at = null }: CreateApiKey,
    actor: Actor,
  ): Promise<{ readonly key: string; readonly row: ListedApiKey }> {
    if (expires_at && expires_at.ms <= Date.now()) throw new DomainError('EXPIRY_PASSED');
    const prefix = `argk_${randomBytes(6).toString('base64url')}`;
    const key = `${prefix}_${randomBytes(32).toString('base64url')}`;
    const id = randomUUID();
    const row = await this.database.transaction(async (tx) => {
      await this.keys.lock(tx);
      if ((await this.keys.countActive(tx)) >= MAX_ACTIVE_KEYS) throw new DomainError('TOO_MANY_API_KEYS');
      const inserted = await this.keys.insert(tx, {
        id,
        keyHash: hashApiKey(key),
        prefix,
        name,
        scopes: [...new Set(scopes)].sort(),
        cameraId,
        family,
        accountId,
        expiresAt: expires_at && StoredTime.of(expires_at),
      });
      await this.audit.append(tx, actor, {
        action: 'api-key-created',
        account: { family, id: accountId },
        details: {
          key: id,
          prefix,
          scopes: scopes.join(' '),
          ...(cameraId !== null && { camera: cameraId }),
        },
      });
      return inserted;
    });
    return { key, row };
  }

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: ApiKeyQuery): Promise<Page<ListedApiKey>> {
    const rows = await this.keys.list(query.include_inactive, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** Revokes a key and publishes that to the gateways, which cache keys. @throws DomainError API_KEY_NOT_FOUND */
  revoke(id: string, actor: Actor): Promise<void> {
    return this.database.transaction(async (tx) => {
      const key = await this.keys.revoke(tx, id);
      if (!key) throw new DomainError('API_KEY_NOT_FOUND');
      await this.revocations.publish(tx, [key.id], apiKeyMaxAgeMs);
      await this.audit.append(tx, actor, {
        action: 'api-key-revoked',
        account: { family: key.family, id: key.accountId },
        details: { key: key.id, prefix: key.prefix },
      });
    });
  }

  /** Revokes all keys of an account, which end with the rights of their maker. */
  async revokeAllOf(tx: EntityManager, { family, id }: Pick<Account, 'family' | 'id'>): Promise<void> {
    const keys = await this.keys.revokeAllOf(tx, family, id);
    await this.revocations.publish(
      tx,
      keys.map((key) => key.id),
      apiKeyMaxAgeMs,
    );
  }

  /** Returns the account that an active key acts for, if that is an active administrator. */
  identify(keyHash: Uint8Array): Promise<KeyHolder | undefined> {
    return this.keys.use(keyHash);
  }
}

/* Random bits need neither salt nor a slow hash. */
const hashApiKey = (key: string): Buffer => createHash('sha256').update(key).digest();
