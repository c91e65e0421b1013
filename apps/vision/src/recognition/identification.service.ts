import type { CallContext, Identification, IdentifiedFace, Identify, Verify } from '@argus/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { FaceAnalysis, PhotographAnalysis } from '../analysis/photograph-analysis.js';
import { DecisionPolicy, type DecisionRule } from '../decisions/decision-policy.service.js';
import { descriptorModelId, formerModelId } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import type { Candidate } from '../gallery/gallery.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { ConflictStore } from '../templates/conflict.store.js';
import { type Candidates, FaceJudge } from './face-judge.service.js';
import { LivenessPolicy } from './liveness-policy.service.js';
import { refusalOf } from './meant-face.js';

/** How faces are compared by one descriptor model. */
interface Comparison {
  readonly rule: DecisionRule;
  readonly candidates: Candidates;
}

/** The former model is used only if somebody who may be meant has only a template of it. */
interface Comparisons {
  readonly present: Comparison;
  readonly former?: Comparison | undefined;
}

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
    const { gallery: name, similarity_threshold: raised } = input;
    const searchBy = (model: string): Comparison => {
      const gallery = this.galleries.of(name, model);
      const rule = this.policy.identification(name, model, gallery, raised);
      return { rule, candidates: (descriptor) => gallery.search(descriptor, 2) };
    };
    const withFormer = this.galleries.of(name, formerModelId).size > 0;
    const analysis = await this.analyse(input, input.max_faces, withFormer, deadline);
    const former = withFormer ? searchBy(formerModelId) : undefined;
    return this.judgeAll(analysis, { present: searchBy(descriptorModelId), former }, input);
  }

  /** People who are known to look like the claimed person are compared, too. */
  async verify(input: Verify, { deadline }: Pick<CallContext, 'deadline'>): Promise<Identification> {
    const { gallery: name } = input;
    const withFormer = this.galleries.of(name, formerModelId).has(input.subject);
    const [analysis, paired] = await Promise.all([
      this.analyse(input, input.max_faces, withFormer, deadline),
      this.conflicts.pairedWith(name, input.subject),
    ]);
    const present = this.comparisonWith(descriptorModelId, input, paired);
    const former = withFormer ? this.comparisonWith(formerModelId, input, paired) : undefined;
    return this.judgeAll(analysis, { present, former }, input);
  }

  private comparisonWith(
    model: string,
    { gallery: name, subject, similarity_threshold: raised }: Verify,
    paired: ReadonlyMap<string, unknown>,
  ): Comparison {
    const gallery = this.galleries.of(name, model);
    const twins = [...paired.keys()].filter((twin) => gallery.has(twin));
    const rows = gallery.photographsOf(subject);
    const rule = this.policy.verification(name, model, rows, twins.length > 0, raised);
    const candidates = (descriptor: Float32Array) => {
      if (!gallery.has(subject)) return [];
      const compared = [subject, ...twins].map((each): Candidate => {
        return { subject: each, similarity: gallery.compare(each, descriptor)! };
      });
      const [claimed, ...others] = compared;
      return [claimed!, ...others.sort((one, other) => other.similarity - one.similarity)];
    };
    return { rule, candidates };
  }

  private analyse(
    { photograph, passive_liveness }: Identify | Verify,
    maxFaces: number,
    formerDescriptor: boolean,
    deadline: number,
  ): Promise<PhotographAnalysis> {
    const scoring = this.liveness.scoring(passive_liveness);
    const stages = { descriptor: true, formerDescriptor, ...scoring, iris: false };
    return this.pool.analyse({ photograph, maxFaces, stages }, deadline);
  }

  private async judgeAll(
    analysis: PhotographAnalysis,
    comparisons: Comparisons,
    { faces = 'all', quality_threshold = 0 }: Pick<Identify, 'faces' | 'quality_threshold'>,
  ): Promise<Identification> {
    const judged: IdentifiedFace[] = [];
    for (const face of analysis.faces) {
      judged.push(await this.judgeFace(face, comparisons, quality_threshold));
      await yieldToOthers(); // A search may take milliseconds, and a photograph may have 50 faces.
    }
    return {
      faces: onceEach(judged),
      faces_detected: analysis.facesDetected,
      refusal: refusalOf(analysis, faces),
      model: descriptorModelId,
    };
  }

  /** The former model decides only about a face for which the present one finds nobody. */
  private async judgeFace(
    face: FaceAnalysis,
    { present, former }: Comparisons,
    qualityThreshold: number,
  ): Promise<IdentifiedFace> {
    const judged = await this.judge.judge(face, present.rule, present.candidates, qualityThreshold);
    const isNobody =
      judged.decision.outcome === 'no_match' || face.flaws.some((flaw) => flaw === judged.reasons[0]);
    if (!former || !isNobody) return judged;
    const formerFace = { ...face, descriptor: face.formerDescriptor };
    const byFormer = await this.judge.judge(formerFace, former.rule, former.candidates, qualityThreshold);
    const nobodyWasCompared = judged.similarity === null;
    return nobodyWasCompared || byFormer.decision.outcome !== 'no_match' ? byFormer : judged;
  }
}

/** A person is once in a picture: of several faces that match one person, only the most similar one does. */
function onceEach(faces: readonly IdentifiedFace[]): IdentifiedFace[] {
  return faces.map((face): IdentifiedFace => {
    const isWeaker = faces.some(
      (other) =>
        face.subject !== null && other.subject === face.subject && other.similarity! > face.similarity!,
    );
    if (!isWeaker) return face;
    const reasons = ['SAME_PERSON_TWICE', ...face.reasons.filter((reason) => reason !== 'MATCH')];
    return { ...face, subject: null, decision: { ...face.decision, outcome: 'inconclusive' }, reasons };
  });
}
