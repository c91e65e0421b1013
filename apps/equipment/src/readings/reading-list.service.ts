import type { ReadingQuery, StreamPiece, StreamPosition } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { type ListPlace, ReadingStore } from './reading.store.js';

const ROWS_PER_PIECE = 5000;

interface ListState {
  readonly after: ListPlace;
  /** Rows that the limit still allows; null without a limit. */
  readonly left: number | null;
}

/** The documented list is one array of all readings, however many: it is streamed piece by piece. */
@Injectable()
export class ReadingListService {
  constructor(private readonly store: ReadingStore) {}

  async piece(query: ReadingQuery, { state }: StreamPosition): Promise<StreamPiece> {
    const before = state && (JSON.parse(Buffer.from(state).toString()) as ListState);
    const left = before ? before.left : (query.limit ?? null);
    const wanted = Math.min(ROWS_PER_PIECE, left ?? ROWS_PER_PIECE);
    /* One extra row shows whether more follow. */
    const rows = await this.store.list(query, before?.after, wanted + 1);
    const leftAfter = left === null ? null : left - wanted;
    const isLast = rows.length <= wanted || leftAfter === 0;
    const shown = rows.slice(0, wanted);
    const last = shown.at(-1);
    const next: ListState | undefined =
      isLast || !last ? undefined : { after: { id: last.id, timestamp: last.timestamp }, left: leftAfter };
    const text = `${before ? ',' : '['}${shown.map((row) => JSON.stringify(row)).join()}${next ? '' : ']'}`;
    return {
      bytes: Buffer.from(text),
      ...(next && { next: Buffer.from(JSON.stringify(next)) }),
      media_type: 'application/json',
    };
  }
}
