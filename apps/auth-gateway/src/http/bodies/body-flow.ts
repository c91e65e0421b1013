import { MEBIBYTE } from '@argus/contracts';
import type { Readable } from 'node:stream';

/** What all bodies together may bring in one turn of the event loop, some milliseconds of copying. */
export const BYTES_PER_TURN = MEBIBYTE;
/* In chunks of 64 KiB, as the system hands them over. */
const BODIES_PER_TURN = 16;

/* Of this process, which has one event loop. */
let left = BYTES_PER_TURN;
let turn: NodeJS.Immediate | undefined;
const waiting = new Set<Readable>();

/**
 * Lets a body flow, except for the rest of a turn that had enough. Without this the system hands over 2 MiB of each connection before anything
 * else runs: sixty uploads at once stalled the process for 280 ms. What nobody else listens to is dropped.
 */
export function letFlow(body: Readable): void {
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    turn ??= setImmediate(nextTurn);
    if (left > 0) return;
    body.pause();
    waiting.add(body);
  });
}

function nextTurn(): void {
  left = BYTES_PER_TURN;
  for (const body of [...waiting].slice(0, BODIES_PER_TURN)) {
    waiting.delete(body);
    body.resume();
  }
  turn = waiting.size > 0 ? setImmediate(nextTurn) : undefined;
}
