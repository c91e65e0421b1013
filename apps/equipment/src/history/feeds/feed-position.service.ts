import { DomainError } from '@argus/contracts';
import { Sealer } from '@argus/persistence';
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
const DAY_MS = 86_400_000;
const TAG_BYTES = 32;
const purposeOf = (feed: string): string => `cursor of ${feed}`;
const dayOf = (timeMs: number): number => Math.floor(timeMs / DAY_MS);

/**
 * Makes cursors of positions, which nobody else can make and only their feed takes. Followers at one position have the same cursor on
 * one day, so the gateway asks once for all of them (ADR 108).
 */
@Injectable()
export class FeedCursors {
  constructor(private readonly sealer: Sealer) {}

  seal(feed: string, { xid, id }: FeedPosition): string {
    const place = `${xid}.${id}.${dayOf(Date.now())}`;
    return Buffer.concat([this.sealer.mac(Buffer.from(place), purposeOf(feed)), Buffer.from(place)]).toString(
      'base64url',
    );
  }

  /** Throws CURSOR_INVALID and CURSOR_EXPIRED. */
  open(feed: string, cursor: string): FeedPosition {
    const bytes = Buffer.from(cursor, 'base64url');
    const place = bytes.subarray(TAG_BYTES);
    if (!this.sealer.isMac(bytes.subarray(0, TAG_BYTES), place, purposeOf(feed)))
      throw new DomainError('CURSOR_INVALID');
    const [xid, id, day] = place.toString().split('.').map(Number) as [number, number, number];
    if (dayOf(Date.now()) - day > FEED_RETENTION_DAYS) throw new DomainError('CURSOR_EXPIRED');
    return { xid, id };
  }
}
