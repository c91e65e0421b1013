import type { PictureState } from '@argus/contracts';
import { differenceOf, measurePicture, type PictureMeasures } from '@argus/imaging';
import { isMoving, isStill, pictureStateOf, qualityScoreOf } from '../camera-feeds/picture-state.js';

/** A picture that stands still for so long is frozen, or nothing happens. */
const FROZEN_AFTER_MS = 10_000;

export interface LookedAt {
  readonly measures: PictureMeasures;
  readonly state: PictureState;
  readonly qualityScore: number;
  /** Whether something moves in it. The first picture counts as if. */
  readonly isMoving: boolean;
}

/** Looks at the pictures of a camera one after the other: how they are, and whether anything moves. */
export class PictureWatch {
  private before: Float32Array | undefined;
  private changedMs = 0;

  /** @throws DomainError for bytes that are no picture */
  async look(picture: Uint8Array, nowMs: number): Promise<LookedAt> {
    const measures = await measurePicture(picture);
    const difference = this.before && differenceOf(this.before, measures.cells);
    this.before = measures.cells;
    if (!difference || !isStill(difference)) this.changedMs = nowMs;
    const isFrozen = nowMs - this.changedMs >= FROZEN_AFTER_MS;
    return {
      measures,
      state: pictureStateOf(measures, isFrozen),
      qualityScore: qualityScoreOf(measures),
      isMoving: !difference || isMoving(difference),
    };
  }
}
