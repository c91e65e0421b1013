import { DomainError, type Principal } from '@argus/contracts';
import { SealBroken, Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

/** After which reading a follower goes on: transactions in the order of their ids, in each the readings by theirs. */
export interface FeedPosition {
  readonly xid: number;
  readonly readingId: number;
}

/** Batches are kept for this long, so nobody can go on from before. */
export const FEED_RETENTION_DAYS = 7;
const RETENTION_MS = FEED_RETENTION_DAYS * 86_400_000;

/** Makes positions into cursors that only their account can use, and back. */
@Injectable()
export class FeedCursors {
  constructor(private readonly sealer: Sealer) {}

  seal({ xid, readingId }: FeedPosition, principal: Principal): string {
    const plain = JSON.stringify([xid, readingId, Date.now()]);
    return Buffer.from(this.sealer.seal(Buffer.from(plain), placeOf(principal))).toString('base64url');
  }

  /** Throws CURSOR_INVALID and CURSOR_EXPIRED. */
  open(cursor: string, principal: Principal): FeedPosition {
    const [xid, readingId, sealedAtMs] = this.read(cursor, principal);
    if (sealedAtMs < Date.now() - RETENTION_MS) throw new DomainError('CURSOR_EXPIRED');
    return { xid, readingId };
  }

  private read(cursor: string, principal: Principal): [number, number, number] {
    try {
      const plain = this.sealer.open(Buffer.from(cursor, 'base64url'), placeOf(principal));
      return JSON.parse(Buffer.from(plain).toString()) as [number, number, number];
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new DomainError('CURSOR_INVALID', {}, { cause: error });
    }
  }
}

const placeOf = ({ family, accountId }: Principal): string => `reading-feed ${family} ${accountId}`;
