import { DomainError, type Principal } from '@argus/contracts';
import { SealBroken, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

/** The last row a follower has seen. A feed is in the order of transaction ids, then row ids. */
export interface FeedPosition {
  readonly xid: number;
  readonly id: number;
}

/** Returns the position behind all of a transaction, but not one before `reached`. */
export const behind = (xid: number, reached: FeedPosition): FeedPosition =>
  xid > reached.xid ? { xid, id: Number.MAX_SAFE_INTEGER } : reached;

/** Batches are kept this long; older cursors have expired. */
export const FEED_RETENTION_DAYS = 7;
const RETENTION_MS = FEED_RETENTION_DAYS * 86_400_000;

/** Seals positions into cursors that only their account can open, and only for their feed. */
@Injectable()
export class FeedCursors {
  constructor(private readonly sealer: Sealer) {}

  seal(feed: string, { xid, id }: FeedPosition, principal: Principal): string {
    const plain = JSON.stringify([xid, id, Date.now()]);
    return Buffer.from(this.sealer.seal(Buffer.from(plain), boundTo(feed, principal))).toString('base64url');
  }

  /** Throws CURSOR_INVALID and CURSOR_EXPIRED. */
  open(feed: string, cursor: string, principal: Principal): FeedPosition {
    const [xid, id, sealedAtMs] = this.read(feed, cursor, principal);
    if (sealedAtMs < Date.now() - RETENTION_MS) throw new DomainError('CURSOR_EXPIRED');
    return { xid, id };
  }

  private read(feed: string, cursor: string, principal: Principal): [number, number, number] {
    try {
      const plain = this.sealer.open(Buffer.from(cursor, 'base64url'), boundTo(feed, principal));
      return JSON.parse(Buffer.from(plain).toString()) as [number, number, number];
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new DomainError('CURSOR_INVALID', {}, { cause: error });
    }
  }
}

const boundTo = (feed: string, { family, accountId }: Principal): string => `${feed} ${family} ${accountId}`;
