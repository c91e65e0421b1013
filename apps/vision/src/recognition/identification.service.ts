import type { CallContext, Identification, IdentifiedFace, Identify } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { probability } from '../accuracy/fit-logistic.js';
import type { FaceAnalysis } from '../analysis/photograph-analysis.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { visionSettings, type VisionSettings } from '../vision.settings.js';
import { LivenessPolicy } from './liveness-policy.service.js';
import { refusalOf } from './meant-face.js';
import { matchProbability } from './similarity-calibration.js';

interface Match {
  readonly subject: string | null;
  readonly similarity: number | null;
  readonly margin: number | null;
  readonly reason: string;
}

const notCompared = (reason: string): Match => ({ subject: null, similarity: null, margin: null, reason });

/** Identifies the faces of a photograph (1:N). */
@Injectable()
export class IdentificationService {
  constructor(
    @Inject(ServiceAnalysisPool) private readonly pool: AnalysisPool,
    private readonly galleries: Galleries,
    private readonly liveness: LivenessPolicy,
    @Inject(visionSettings.token) private readonly settings: VisionSettings,
  ) {}

  async identify(input: Identify, { deadline }: Pick<CallContext, 'deadline'>): Promise<Identification> {
    const stages = { descriptor: true, passiveLiveness: true, iris: false };
    const request = { photograph: input.photograph, maxFaces: input.max_faces, stages };
    const analysis = await this.pool.analyse(request, deadline);
    const described: IdentifiedFace[] = [];
    for (const face of analysis.faces) {
      described.push(await this.describe(face, input));
      await yieldToOthers(); // A search may take milliseconds, and a photograph may have 50 faces.
    }
    return {
      faces: described,
      faces_detected: analysis.facesDetected,
      refusal: refusalOf(analysis, input.faces ?? 'all'),
      model: descriptorModelId,
    };
  }

  private async describe(face: FaceAnalysis, input: Identify): Promise<IdentifiedFace> {
    const threshold = Math.max(this.settings.VISION_SIMILARITY_THRESHOLD, input.similarity_threshold ?? 0);
    const { subject, similarity, margin, reason } = await this.match(face, input, threshold);
    const isLive = this.liveness.isLive(face);
    return {
      box: face.box,
      mesh_score: face.meshScore,
      quality: face.quality,
      subject: isLive || !this.liveness.gates ? subject : null,
      similarity,
      confidence: similarity === null ? null : probability(matchProbability, similarity),
      margin,
      threshold,
      is_live: isLive,
      anti_spoof_score: face.passive?.antiSpoof ?? 0,
      liveness_score: face.passive?.liveness ?? 0,
      reasons: isLive ? [reason] : [reason, 'NOT_LIVE'],
    };
  }

  private async match(
    { descriptor, quality }: FaceAnalysis,
    input: Identify,
    threshold: number,
  ): Promise<Match> {
    if (!descriptor) return notCompared('MESH_SCORE_LOW');
    if (quality.score < (input.quality_threshold ?? 0)) return notCompared('LOW_QUALITY');
    const [best, second] = await this.galleries.of(input.gallery).search(descriptor, 2);
    if (!best) return notCompared('GALLERY_EMPTY');
    const matches = best.similarity >= threshold;
    return {
      subject: matches ? best.subject : null,
      similarity: best.similarity,
      margin: second ? best.similarity - second.similarity : null,
      reason: matches ? 'MATCH' : 'BELOW_THRESHOLD',
    };
  }
}
