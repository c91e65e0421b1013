import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { FrameStore, type ShownFrame } from '../watching/frame.store.js';
import { WatchStore } from '../watching/watch.store.js';

/** As long as somebody who asked for a picture is taken to look. */
const LOOKING_SECONDS = 15;
/** As old as a picture may be that is shown as the present one. */
const FRESH_SECONDS = 5;
const LOOK_EVERY_MS = 150;

/** Has a camera read and waits for its pictures. */
@Injectable()
export class CameraPictures {
  constructor(
    private readonly watches: WatchStore,
    private readonly frames: FrameStore,
  ) {}

  /** Waits for a picture that is newer than the one with this number. Returns undefined where none comes in time, or the camera turns out
   * to give none. */
  async after(cameraId: string, number: number, timeoutMs: number): Promise<ShownFrame | undefined> {
    const asked = await this.watches.view(cameraId, LOOKING_SECONDS);
    const until = performance.now() + timeoutMs;
    for (;;) {
      const frame = await this.frames.after(cameraId, number, FRESH_SECONDS);
      if (frame || performance.now() > until) return frame;
      if (await this.watches.failedSince(cameraId, asked)) return undefined;
      await pause(LOOK_EVERY_MS);
    }
  }
}
