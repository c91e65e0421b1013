import { Inject, Injectable } from '@nestjs/common';
import type { FaceAnalysis } from '../analysis/photograph-analysis.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';

/** Decides from the scores of the passive models whether a face counts as live. */
@Injectable()
export class LivenessPolicy {
  constructor(@Inject(visionSettings.token) private readonly settings: VisionSettings) {}

  /** True if faces that are not live are refused. */
  get gates(): boolean {
    return this.settings.VISION_LIVENESS_GATES;
  }

  /** Scoring makes an identification a sixth longer, so nobody who did not ask gets scores. */
  needsScores(asked = false): boolean {
    return asked || this.gates;
  }

  isLive({ passive }: Pick<FaceAnalysis, 'passive'>): boolean {
    return (
      passive !== null &&
      passive.antiSpoof >= this.settings.VISION_ANTI_SPOOF_THRESHOLD &&
      passive.liveness >= this.settings.VISION_LIVENESS_THRESHOLD
    );
  }
}
