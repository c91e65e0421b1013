import { Inject, Injectable } from '@nestjs/common';
import type { AnalysisStages, FaceAnalysis } from '../analysis/photograph-analysis.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';

/** Decides from the scores of the passive models whether a face counts as live. */
@Injectable()
export class LivenessPolicy {
  constructor(@Inject(visionSettings.token) private readonly settings: VisionSettings) {}

  /** True if faces that are not live are refused. */
  get gates(): boolean {
    return this.settings.VISION_LIVENESS_GATES;
  }

  /** Stages that score faces. The anti-spoof model makes an identification an eighth longer, so it runs only where it gates. */
  scoring(asked = false): Pick<AnalysisStages, 'passiveLiveness' | 'antiSpoof'> {
    return { passiveLiveness: asked || this.gates, antiSpoof: this.gates };
  }

  /** Where only the hint was scored, it alone tells. */
  isLive({ passive }: Pick<FaceAnalysis, 'passive'>): boolean {
    return (
      passive !== null &&
      (passive.antiSpoof ?? 1) >= this.settings.VISION_ANTI_SPOOF_THRESHOLD &&
      passive.liveness >= this.settings.VISION_LIVENESS_THRESHOLD
    );
  }
}
