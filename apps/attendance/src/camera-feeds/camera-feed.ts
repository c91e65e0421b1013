import type { CameraCredentials } from '../cameras/camera-address.js';
import { CameraFailure } from './camera-failure.js';

/** Where pictures come from. */
export interface FeedSource {
  /** Without user and password. */
  readonly url: string;
  readonly credentials: CameraCredentials;
  /** Pictures a second that are wanted. */
  readonly framesPerSecond: number;
}

/** What was counted since the feed was opened. */
export interface FeedFigures {
  /** That the camera sent, of all kinds. */
  bytes: number;
  /** Pictures that the camera sent, whether they were looked at or not. */
  sent: number;
  /** Complaints of the decoder, and pictures that could not be read. */
  errors: number;
  /** As RTP names it; null where it is not known. */
  codec: string | null;
  /** Pictures a second as the camera states them. */
  statedFps: number | null;
}

export const newFigures = (): FeedFigures => ({ bytes: 0, sent: 0, errors: 0, codec: null, statedFps: null });

/** Pictures of a camera, at the wanted rate or slower. */
export interface CameraFeed {
  readonly figures: FeedFigures;
  /** Returns the newest picture that was not returned yet: a JPEG. @throws CameraFailure */
  next(): Promise<Uint8Array>;
  close(): void;
}

/** As long as a camera may need for its first picture; key frames may be ten seconds apart. */
const PICTURE_MS = 12_000;

/** Hands pictures from who makes them to who looks at them. Only the newest waits, so memory holds one. */
export class NewestPicture {
  private picture: Uint8Array | undefined;
  private failure: CameraFailure | undefined;
  private wake: (() => void) | undefined;

  put(picture: Uint8Array): void {
    this.picture = picture;
    this.wake?.();
  }

  /** The first failure counts. A picture that waits is still taken before. */
  fail(failure: CameraFailure): void {
    this.failure ??= failure;
    this.wake?.();
  }

  /** @throws CameraFailure; no_picture where none comes in time */
  async next(): Promise<Uint8Array> {
    if (this.picture === undefined && this.failure === undefined) await this.change();
    const { picture } = this;
    if (picture === undefined) throw this.failure ?? new CameraFailure('no_picture');
    this.picture = undefined;
    return picture;
  }

  private async change(): Promise<void> {
    let patience: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      patience = setTimeout(resolve, PICTURE_MS);
      this.wake = resolve;
    });
    this.wake = undefined;
    clearTimeout(patience);
  }
}
