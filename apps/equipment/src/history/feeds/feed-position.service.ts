import { DomainError, type Principal } from '@argus/contracts';
import { SealBroken, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

/** The last reading a follower has seen. The feed is in the order of transaction ids, then reading ids. */
export interface FeedPosition {
  readonly xid: number;
  readonly readingId: number;
}

/** Batches are kept this long; older cursors have expired. */
export const FEED_RETENTION_DAYS = 7;
const RETENTION_MS = FEED_RETENTION_DAYS * 86_400_000;

/** Seals positions into cursors that only their account can open. */
@Injectable()
export class FeedCursors {
  constructor(private readonly sealer: Sealer) {}

  seal({ xid, readingId }: FeedPosition, principal: Principal): string {
    const plain = JSON.stringify([xid, readingId, Date.now()]);
    return Buffer.from(this.sealer.seal(Buffer.from(plain), boundTo(principal))).toString('base64url');
  }

  /** Throws CURSOR_INVALID and CURSOR_EXPIRED. */
  open(cursor: string, principal: Principal): FeedPosition {
    const [xid, readingId, sealedAtMs] = this.read(cursor, principal);
    if (sealedAtMs < Date.now() - RETENTION_MS) throw new DomainError('CURSOR_EXPIRED');
    return { xid, readingId };
  }

  private read(cursor: string, principal: Principal): [number, number, number] {
    try {
      const plain = this.sealer.open(Buffer.from(cursor, 'base64url'), boundTo(principal));
      return JSON.parse(Buffer.from(plain).toString()) as [number, number, number];
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new DomainError('CURSOR_INVALID', {}, { cause: error });
    }
  }
}

const boundTo = ({ family, accountId }: Principal): string => `reading-feed ${family} ${accountId}`;
