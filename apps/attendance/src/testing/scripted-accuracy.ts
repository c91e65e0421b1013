import {
  type accuracyContract,
  type AdoptCurve,
  DomainError,
  type EvaluateGallery,
  type GalleryEvaluation,
  type Handlers,
} from '@argus/contracts';

/** Replaces vision's evaluation of a gallery in tests of attendance. */
export class ScriptedAccuracy implements Handlers<typeof accuracyContract> {
  readonly evaluations: EvaluateGallery[] = [];
  readonly adoptions: AdoptCurve[] = [];
  curveId: string | null = 'b6f5a1de-0000-4000-8000-000000000001';
  /** Thrown instead of an answer. */
  failure: string | undefined;
  /** Evaluations wait for it. */
  gate: () => Promise<void> = () => Promise.resolve();

  async evaluate({ body }: { body: EvaluateGallery }): Promise<GalleryEvaluation> {
    this.evaluations.push(body);
    await this.gate();
    if (this.failure) throw new DomainError(this.failure);
    return {
      model: 'scripted@1',
      curve_id: this.curveId,
      curve_in_force: 'shipped',
      people: 120,
      people_compared: 120,
      genuine_pairs: 360,
      impostor_pairs: 64_260,
      equal_error_rate: 0.01,
      points: [],
      purposes: [],
      groups: [],
      groups_suppressed: 0,
      remarks: [],
    };
  }

  async adopt({ body }: { body: AdoptCurve }): Promise<void> {
    this.adoptions.push(body);
  }
}
