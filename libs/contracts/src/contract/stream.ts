import { bytes, Field, text } from '../fields/index.js';

/**
 * Where a streamed answer goes on. An operation with `http.stream` is called again and again, by whichever replica, each
 * time with the state that it gave before, until it gives none: memory stays constant and a slow client slows the calls.
 */
export class StreamPosition {
  @Field(bytes(), { optional: true, description: 'Absent at the beginning' }) state?: Uint8Array;
}

/** A piece of a streamed answer. */
export class StreamPiece {
  @Field(bytes()) bytes!: Uint8Array;
  @Field(bytes(), { optional: true, description: 'State for the next piece; absent after the last' })
  next?: Uint8Array;
  @Field(text(), { description: 'Counts in the first piece' }) media_type!: string;
  @Field(text(), { optional: true, description: 'Name to save the answer under; counts in the first piece' })
  filename?: string;
}

/**
 * What happened after a cursor, as far as the service waited for it. The edge makes an event stream (SSE) or WebSocket
 * messages of it, one for each answer that holds something, and asks again with its cursor.
 */
export interface Followed {
  readonly cursor: string;
  readonly events: readonly unknown[];
}
