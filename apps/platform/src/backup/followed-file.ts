import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const PIECE_BYTES = 1024 * 1024;
const LOOK_AGAIN_MS = 100;

/** Yields the bytes of a file while somebody still writes it, up to the end that it has once `isComplete`. */
export async function* followedFile(file: string, isComplete: () => boolean): AsyncGenerator<Buffer> {
  const handle = await open(file);
  try {
    for (;;) {
      /* Asked before reading, or what was written in between would be missed. */
      const wasComplete = isComplete();
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, null);
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      else if (wasComplete) return;
      else await pause(LOOK_AGAIN_MS);
    }
  } finally {
    await handle.close();
  }
}
