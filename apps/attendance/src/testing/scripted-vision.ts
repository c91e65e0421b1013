import {
  DomainError,
  type Enrol,
  type EnrolmentOutcome,
  type FaceRefusal,
  type FacesMeant,
  type Handlers,
  type Identification,
  type Identify,
  type recognitionContract,
  type SubjectReference,
  type VisionStatus,
} from '@argus/contracts';
import { type Script, scriptOf } from './scripted-photograph.js';

const quality = { score: 0.9, components: { sharpness: 90 }, reasons: [] };
const box = { x: 1, y: 2, width: 30, height: 40 };

/** Replaces vision in tests of attendance: answers with the scripts in the pictures, without any model. */
export class ScriptedVision implements Handlers<typeof recognitionContract> {
  readonly enrolments: Enrol[] = [];
  readonly revocations: SubjectReference[] = [];
  identifications = 0;
  /** Thrown instead of an answer, `times` times. */
  failure: { readonly code: string; times: number } | undefined;
  /** Identifications wait for it. */
  gate: () => Promise<void> = () => Promise.resolve();

  async enrol({ body }: { body: Enrol }): Promise<EnrolmentOutcome> {
    this.fail();
    this.enrolments.push(body);
    const scripts = body.photographs.map(scriptOf);
    const refusal = scripts.find((script) => script.refusal)?.refusal ?? null;
    return {
      enrolled: refusal === null,
      photographs: scripts.map((script) => ({
        faces: 1,
        quality,
        refusal: script.refusal ?? null,
        reason: script.refusal ? 'Because the script says so.' : null,
      })),
      refusal: refusal === null ? null : 'PHOTOGRAPH_REFUSED',
      reason: refusal === null ? null : 'Because the script says so.',
      conflicting_subject: null,
      similarity: 0.96,
    };
  }

  async identify({ body }: { body: Identify }): Promise<Identification> {
    this.identifications++;
    this.fail();
    await this.gate();
    const { faces = [], refusal }: Script = scriptOf(body.photograph);
    if (refusal) throw new DomainError(refusal);
    return {
      faces: faces.slice(0, body.max_faces).map(({ subject, reasons, confidence = 0.97 }) => ({
        box,
        mesh_score: 0.99,
        quality,
        subject,
        similarity: subject === null ? 0.8 : 0.96,
        confidence: subject === null ? 0.1 : confidence,
        margin: 0.1,
        threshold: body.similarity_threshold ?? 0.937,
        is_live: true,
        anti_spoof_score: 0.8,
        liveness_score: 0.9,
        reasons: reasons ?? [subject === null ? 'BELOW_THRESHOLD' : 'MATCH'],
      })),
      faces_detected: faces.length,
      refusal: refusalOf(faces.length, body.faces),
      model: 'scripted@1',
    };
  }

  async revoke({ body }: { body: SubjectReference }): Promise<void> {
    this.revocations.push(body);
  }

  async status(): Promise<VisionStatus> {
    return { backend: 'scripted', workers: 0, queued: 0, galleries: {} };
  }

  private fail(): void {
    if (this.failure && this.failure.times-- > 0) throw new DomainError(this.failure.code);
  }
}

/** All faces of a script are of one size, so nobody can say which of several is meant. */
function refusalOf(faces: number, meant: FacesMeant = 'all'): FaceRefusal | null {
  if (meant === 'all') return null;
  return faces === 0 ? 'NO_FACE' : faces > 1 ? 'SEVERAL_FACES' : null;
}
