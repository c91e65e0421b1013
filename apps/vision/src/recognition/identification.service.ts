import type { CallContext, Identification, IdentifiedFace, Identify, Verify } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';
import { DecisionPolicy, type DecisionRule } from '../decisions/decision-policy.service.js';
import { descriptorModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import type { Candidate } from '../gallery/gallery.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { ConflictStore } from '../templates/conflict.store.js';
import { type Candidates, FaceJudge } from './face-judge.service.js';
import { LivenessPolicy } from './liveness-policy.service.js';
import { refusalOf } from './meant-face.js';

/** Compares the faces of a photograph with a gallery (1:N) or with one person (1:1). */
@Injectable()
export class IdentificationService {
  constructor(
    @Inject(ServiceAnalysisPool) private readonly pool: AnalysisPool,
    private readonly galleries: Galleries,
    private readonly policy: DecisionPolicy,
    private readonly conflicts: ConflictStore,
    private readonly judge: FaceJudge,
    private readonly liveness: LivenessPolicy,
  ) {}

  async identify(input: Identify, { deadline }: Pick<CallContext, 'deadline'>): Promise<Identification> {
    const analysis = await this.analyse(input, input.max_faces, deadline);
    const gallery = this.galleries.of(input.gallery);
    const raised = input.similarity_threshold;
    const rule = this.policy.identification(input.gallery, descriptorModelId, gallery, raised);
    const search = (descriptor: Float32Array) => gallery.search(descriptor, 2);
    return this.judgeAll(analysis, rule, search, input);
  }

  /** People who are known to look like the claimed person are compared, too. */
  async verify(input: Verify, { deadline }: Pick<CallContext, 'deadline'>): Promise<Identification> {
    const { gallery: name, subject } = input;
    const [analysis, paired] = await Promise.all([
      this.analyse(input, 1, deadline),
      this.conflicts.pairedWith(name, subject),
    ]);
    const gallery = this.galleries.of(name);
    const twins = [...paired].filter((twin) => gallery.has(twin));
    const rows = gallery.rowsOf(subject);
    const rule = this.policy.verification(name, descriptorModelId, rows, twins.length > 0);
    const compare = (descriptor: Float32Array) => {
      if (!gallery.has(subject)) return [];
      const candidates = [subject, ...twins].map((each): Candidate => {
        return { subject: each, similarity: gallery.compare(each, descriptor)! };
      });
      const [claimed, ...others] = candidates;
      return [claimed!, ...others.sort((one, other) => other.similarity - one.similarity)];
    };
    return this.judgeAll(analysis, rule, compare, input);
  }

  private analyse(
    { photograph, passive_liveness }: Identify | Verify,
    maxFaces: number,
    deadline: number,
  ): Promise<PhotographAnalysis> {
    const passiveLiveness = this.liveness.needsScores(passive_liveness);
    const stages = { descriptor: true, passiveLiveness, iris: false };
    return this.pool.analyse({ photograph, maxFaces, stages }, deadline);
  }

  private async judgeAll(
    analysis: PhotographAnalysis,
    rule: DecisionRule,
    candidates: Candidates,
    { faces = 'all', quality_threshold = 0 }: Pick<Identify, 'faces' | 'quality_threshold'>,
  ): Promise<Identification> {
    const judged: IdentifiedFace[] = [];
    for (const face of analysis.faces) {
      judged.push(await this.judge.judge(face, rule, candidates, quality_threshold));
      await yieldToOthers(); // A search may take milliseconds, and a photograph may have 50 faces.
    }
    return {
      faces: judged,
      faces_detected: analysis.facesDetected,
      refusal: refusalOf(analysis, faces),
      model: descriptorModelId,
    };
  }
}
