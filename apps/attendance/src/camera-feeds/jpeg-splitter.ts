import { CameraFailure } from './camera-failure.js';

export const MAX_PICTURE_BYTES = 8 * 1024 * 1024;
const START = Buffer.from([0xff, 0xd8]);
const END = Buffer.from([0xff, 0xd9]);

/** Cuts JPEGs out of bytes that follow each other. What stands between them is dropped; thumbnails within them are not expected. */
export class JpegSplitter {
  private rest = Buffer.alloc(0);
  /** Up to here no end was found. */
  private looked = 0;

  /** @throws CameraFailure too_large */
  *read(bytes: Uint8Array): Generator<Uint8Array> {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const start = this.rest.indexOf(START);
      if (start < 0) {
        this.drop(Math.max(0, this.rest.length - 1));
        return;
      }
      this.drop(start);
      const end = this.rest.indexOf(END, Math.max(2, this.looked));
      if (end < 0) {
        this.looked = Math.max(0, this.rest.length - 1);
        if (this.rest.length > MAX_PICTURE_BYTES) throw new CameraFailure('too_large');
        return;
      }
      yield Uint8Array.from(this.rest.subarray(0, end + 2));
      this.drop(end + 2);
    }
  }

  private drop(count: number): void {
    if (count === 0) return;
    this.rest = this.rest.subarray(count);
    this.looked = Math.max(0, this.looked - count);
  }
}
