import { randomBytes } from 'node:crypto';
import type { Sealer } from '@argus/persistence';

/** Bytes of the key of HMAC-SHA-256; Standard Webhooks allows 24 to 64. */
const KEY_BYTES = 32;

/** A new secret as receivers are given it. */
export const newSecret = (): string => `whsec_${randomBytes(KEY_BYTES).toString('base64')}`;

const boundTo = (webhookId: string): string => `webhook-secret/${webhookId}`;

export const sealedSecret = (sealer: Sealer, webhookId: string, secret: string): Uint8Array =>
  sealer.seal(Buffer.from(secret), boundTo(webhookId));

export const openedSecret = (sealer: Sealer, webhookId: string, sealed: Uint8Array): string =>
  Buffer.from(sealer.open(sealed, boundTo(webhookId))).toString();
