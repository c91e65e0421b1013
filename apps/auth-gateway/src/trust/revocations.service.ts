import { DomainError, type Revocation, sessionRevoked, tokenTrustContract } from '@argus/contracts';
import { newContext, RpcClient } from '@argus/messaging';
import { Every, Follows } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { KeySet } from './key-set.service.js';

const MAX_LIST_AGE_MS = 30_000;

/**
 * Knows the sessions that ended before their access tokens expired. It follows events, and pulls every 5 s what an event
 * missed. When the list is older than 30 s, no request is admitted.
 */
@Injectable()
export class Revocations {
  private readonly logger = new Logger(Revocations.name);
  private readonly ended = new Map<string, number>();
  private position = 0;
  private currentAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly rpc: RpcClient,
    private readonly keys: KeySet,
  ) {}

  /** Pulls the first list; to be called once `identity` answers. After a failure, no request is admitted before the next pull. */
  async start(): Promise<void> {
    await this.pull().catch((error: unknown) =>
      this.logger.warn(`Revoked sessions could not be read: ${String(error)}`),
    );
  }

  /** Notes an ended session. Keeps the position: events may overtake each other, and the pull must not miss one. */
  @Follows(sessionRevoked)
  async note({ session_id, forget_at_ms }: Revocation): Promise<void> {
    this.ended.set(session_id, forget_at_ms);
  }

  /** Throws TOKEN_INVALID for an ended session, UNAVAILABLE while the list is too old. */
  check(sessionId: string): void {
    if (this.ended.has(sessionId)) throw new DomainError('TOKEN_INVALID');
    if (Date.now() - this.currentAtMs > MAX_LIST_AGE_MS)
      throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 5 });
  }

  /** Pulls the sessions that ended since the last pull, and drops keys that were withdrawn. */
  @Every(5_000, 'read revoked sessions')
  async pull(): Promise<void> {
    const askedAtMs = Date.now();
    const { revocations, key_ids: keyIds } = await this.rpc.call(
      tokenTrustContract.operations.revocations,
      { body: { after: this.position } },
      newContext(),
    );
    for (const { position, session_id, forget_at_ms } of revocations) {
      this.ended.set(session_id, forget_at_ms);
      this.position = Math.max(this.position, position);
    }
    if (keyIds) await this.keys.agree(keyIds);
    this.currentAtMs = askedAtMs;
    for (const [session, forgetAtMs] of this.ended) if (forgetAtMs < askedAtMs) this.ended.delete(session);
  }
}
