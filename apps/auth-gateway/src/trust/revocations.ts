import { DomainError, type Revocation, sessionRevoked, tokenTrustContract } from '@argus/contracts';
import { newContext, RpcClient } from '@argus/messaging';
import { Every, Follows } from '@argus/service-kit';
import { Injectable, Logger } from '@nestjs/common';

const OLDEST_PICTURE_MS = 30_000;

/**
 * Sessions that ended before their access tokens did: told by event, and pulled every 5 s for what an event missed. When
 * the picture is older than 30 s nobody is let in on a guess.
 */
@Injectable()
export class Revocations {
  private readonly logger = new Logger(Revocations.name);
  private readonly ended = new Map<string, number>();
  private position = 0;
  private currentAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly rpc: RpcClient) {}

  /** The first picture; call it once identity answers. Without one nobody is let in before the next pull. */
  async start(): Promise<void> {
    await this.pull().catch((error: unknown) =>
      this.logger.warn(`Revoked sessions could not be read: ${String(error)}`),
    );
  }

  /** Told by event. Positions are not advanced here: events may overtake each other, the pull misses none. */
  @Follows(sessionRevoked)
  async note({ session_id, forget_at_ms }: Revocation): Promise<void> {
    this.ended.set(session_id, forget_at_ms);
  }

  /** Throws TOKEN_INVALID for an ended session, UNAVAILABLE when we cannot know. */
  check(sessionId: string): void {
    if (this.ended.has(sessionId)) throw new DomainError('TOKEN_INVALID');
    if (Date.now() - this.currentAtMs > OLDEST_PICTURE_MS)
      throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 5 });
  }

  /** What ended since the last picture. */
  @Every(5_000, 'read revoked sessions')
  async pull(): Promise<void> {
    const askedAtMs = Date.now();
    const { revocations } = await this.rpc.call(
      tokenTrustContract.operations.revocations,
      { body: { after: this.position } },
      newContext(),
    );
    for (const { position, session_id, forget_at_ms } of revocations) {
      this.ended.set(session_id, forget_at_ms);
      this.position = Math.max(this.position, position);
    }
    this.currentAtMs = askedAtMs;
    for (const [session, forgetAtMs] of this.ended) if (forgetAtMs < askedAtMs) this.ended.delete(session);
  }
}
