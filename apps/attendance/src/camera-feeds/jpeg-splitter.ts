import { CameraFailure } from './camera-failure.js';

export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;
const START = Buffer.from([0xff, 0xd8]);
const END = Buffer.from([0xff, 0xd9]);

/** Cuts JPEGs out of bytes that follow each other. What stands between them is dropped; thumbnails within them are not expected. */
export class JpegSplitter {
  private room = Buffer.alloc(0);
  /** What is read and not dropped lies in the room from here … */
  private from = 0;
  /** … to here. */
  private to = 0;
  /** Up to here, from `from` on, no end was found. */
  private looked = 0;

  /** @throws CameraFailure too_large */
  *read(bytes: Uint8Array): Generator<Uint8Array> {
    this.append(bytes);
    for (;;) {
      const rest = this.room.subarray(this.from, this.to);
      const start = rest.indexOf(START);
      if (start < 0) {
        this.drop(Math.max(0, rest.length - 1));
        return;
      }
      if (start > 0) {
        this.drop(start);
        continue;
      }
      const end = rest.indexOf(END, Math.max(2, this.looked));
      if (end < 0) {
        this.looked = Math.max(0, rest.length - 1);
        if (rest.length > MAX_PICTURE_BYTES) throw new CameraFailure('too_large');
        return;
      }
      yield Uint8Array.from(rest.subarray(0, end + 2));
      this.drop(end + 2);
    }
  }

  /** Makes twice the room that is needed: a large picture in small pieces would be copied with every piece. */
  private append(bytes: Uint8Array): void {
    if (this.to + bytes.length > this.room.length) {
      const kept = this.room.subarray(this.from, this.to);
      this.room = Buffer.allocUnsafe(2 * (kept.length + bytes.length));
      this.room.set(kept);
      [this.from, this.to] = [0, kept.length];
    }
    this.room.set(bytes, this.to);
    this.to += bytes.length;
  }

  private drop(count: number): void {
    this.from += count;
    this.looked = Math.max(0, this.looked - count);
  }
}
