import { bytes, Field, integer, text } from '../fields/index.js';

/**
 * Where a streamed answer continues. The gateway calls an operation with `http.stream` repeatedly, each time with the
 * state of the previous piece, until a piece has none. Any replica may answer. Memory stays constant and a slow client
 * slows the calls.
 */
export class StreamPosition {
  @Field(bytes(), { optional: true, description: 'Absent in the first call' }) state?: Uint8Array;
}

/** A piece of a streamed answer. */
export class StreamPiece {
  @Field(bytes()) bytes!: Uint8Array;
  @Field(bytes(), { optional: true, description: 'State for the next piece; absent after the last' })
  next?: Uint8Array;
  @Field(text(), { description: 'Read from the first piece only' }) media_type!: string;
  @Field(text(), {
    optional: true,
    description: 'Name of the downloaded file; read from the first piece only',
  })
  filename?: string;
  @Field(integer(), {
    optional: true,
    description: '202 where the answer is made later; absent otherwise. Read from the first piece only',
  })
  status?: number;
}

/**
 * Events after a cursor, up to the time that the service waited. The gateway sends each answer with events as one SSE
 * event or WebSocket message, then asks again with the new cursor.
 */
export interface Followed {
  readonly cursor: string;
  /** What followers take out before they put in the events: a reading that was moved is in both. */
  readonly removed?: readonly unknown[];
  readonly events: readonly unknown[];
}
