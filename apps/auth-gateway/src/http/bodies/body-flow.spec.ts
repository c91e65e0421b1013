import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BYTES_PER_TURN, letFlow } from './body-flow.js';

const CHUNK = Buffer.alloc(64 * 1024);
const CHUNKS = 40;
const BODIES = 50;

/** A body that is there, as far as anybody reads. */
function uploaded(): Readable {
  let sent = 0;
  return new Readable({
    read() {
      this.push(sent++ < CHUNKS ? CHUNK : null);
    },
  });
}

/** Starts bodies by `start`. Returns what they brought in all, and at most in one turn of the event loop. */
async function received(start: (body: Readable) => unknown) {
  const bodies = Array.from({ length: BODIES }, uploaded);
  let [all, inTurn, most, ended] = [0, 0, 0, 0];
  let first: number | undefined;
  for (const body of bodies) {
    body.on('data', (chunk: Buffer) => {
      all += chunk.length;
      inTurn += chunk.length;
    });
    body.once('end', () => ended++);
    body.pause();
  }
  for (const body of bodies) start(body.resume());
  while (ended < BODIES) {
    await nextTurn();
    if (first !== undefined) most = Math.max(most, inTurn);
    first ??= inTurn;
    inTurn = 0;
  }
  return { all, first, most };
}

describe('bodies that come at once', () => {
  it('bodies: one turn of the event loop receives 1 MiB, and of each only the chunk that was there, and all arrive whole', async () => {
    const whole = BODIES * CHUNKS * CHUNK.length;
    expect(await received(() => undefined)).toEqual({ all: whole, first: whole, most: 0 });
    const { all, first, most } = await received(letFlow);
    expect(all).toBe(whole);
    /* The first turn has a chunk of each. */
    expect(first).toBeLessThanOrEqual(BYTES_PER_TURN + BODIES * CHUNK.length);
    expect(most).toBeLessThanOrEqual(2 * BYTES_PER_TURN);
  });
});
