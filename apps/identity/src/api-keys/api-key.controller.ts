import {
  apiKeyContract,
  type ApiKeyHash,
  type ApiKeyPath,
  type ApiKeyQuery,
  apiKeyTrustContract,
  type ApiKeyView,
  type CallContext,
  callerOf,
  type CreateApiKey,
  type CreatedApiKey,
  type IdentifiedApiKey,
  instant,
  instantOrNull,
  type Page,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { ApiKeyService } from './api-key.service.js';
import type { ListedApiKey } from './api-key.store.js';

@Controller()
@Handles(apiKeyContract, apiKeyTrustContract)
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  async create({ body }: { body: CreateApiKey }, context: CallContext): Promise<CreatedApiKey> {
    const { key, row } = await this.keys.create(callerOf(context), body, context);
    return { ...toView(row), key };
  }

  async list({ query }: { query: ApiKeyQuery }): Promise<Page<ApiKeyView>> {
    const { count, results } = await this.keys.list(query);
    return { count, results: results.map(toView) };
  }

  async revoke({ params }: { params: ApiKeyPath }, context: CallContext): Promise<void> {
    await this.keys.revoke(params.id, context);
  }

  async identify({ body }: { body: ApiKeyHash }): Promise<IdentifiedApiKey> {
    const holder = await this.keys.identify(Buffer.from(body.key_hash, 'base64'));
    if (!holder) return { principal: null };
    const { id: key_id, accountId: account_id, expiresInMs: expires_in_ms, ...rest } = holder;
    const { family, username, role, scopes, cameraId: camera_id } = rest;
    return { principal: { key_id, family, account_id, username, role, scopes, camera_id, expires_in_ms } };
  }
}

const toView = (key: ListedApiKey): ApiKeyView => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  scopes: key.scopes,
  camera_id: key.cameraId,
  created_by: key.createdBy,
  created_at: instant(key.createdAt),
  expires_at: instantOrNull(key.expiresAt),
  last_used_at: instantOrNull(key.lastUsedAt),
  revoked_at: instantOrNull(key.revokedAt),
});
