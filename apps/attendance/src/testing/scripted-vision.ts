import {
  type ConflictDecision,
  type DecisionPurpose,
  DomainError,
  type Enrol,
  type EnrolmentOutcome,
  type ErrorRate,
  type FaceRefusal,
  type FacesMeant,
  type Handlers,
  type Identification,
  type Identify,
  type recognitionContract,
  type SettleEnrolment,
  type SubjectReference,
  type Verify,
  type VisionStatus,
} from '@argus/contracts';
import { type Script, scriptOf } from './scripted-photograph.js';

const quality = { score: 0.9, components: { sharpness: 90 }, reasons: [] };
const box = { x: 1, y: 2, width: 30, height: 40 };

const errorRates: ErrorRate[] = [{ kind: 'FPIR', rate: 0.001, low: 0.0005, high: 0.002, reach: 'measured' }];

const outcome = (fields: Partial<EnrolmentOutcome>): EnrolmentOutcome => ({
  enrolled: false,
  photographs: [],
  refusal: null,
  reason: null,
  conflict: null,
  similarity: null,
  ...fields,
});

export const conflictWith = (subject: string, photographs = 0): EnrolmentOutcome =>
  outcome({
    photographs: Array.from({ length: photographs }, () => ({
      faces: 1,
      quality,
      refusal: null,
      reason: null,
    })),
    refusal: 'CONFLICT',
    reason: 'Because the script says so.',
    conflict: { subject, similarity: 0.98, threshold: 0.96, error_rates: errorRates, model: 'scripted@1' },
  });

/** @param refusal null for a template that became active. */
export const conflictSettled = (refusal: string | null): EnrolmentOutcome =>
  outcome({ refusal, enrolled: refusal === null });

const settledAs = (decision: ConflictDecision): EnrolmentOutcome =>
  conflictSettled(decision === 'same' ? 'ALREADY_ENROLLED' : null);

/** Replaces vision in tests of attendance: answers with the scripts in the pictures, without any model. */
export class ScriptedVision implements Handlers<typeof recognitionContract> {
  readonly enrolments: Enrol[] = [];
  readonly revocations: SubjectReference[] = [];
  readonly settlements: SettleEnrolment[] = [];
  /** Subjects of verifications. */
  readonly claims: string[] = [];
  /** Answers settlements. */
  settlement: (settled: SettleEnrolment) => EnrolmentOutcome = ({ decision }) => settledAs(decision);
  identifications = 0;
  /** Identifications and verifications whose faces were to be scored by passive models. */
  scored = 0;
  /** Thrown instead of an answer, `times` times. */
  failure: { readonly code: string; times: number } | undefined;
  /** Identifications wait for it. */
  gate: () => Promise<void> = () => Promise.resolve();

  async enrol({ body }: { body: Enrol }): Promise<EnrolmentOutcome> {
    this.fail();
    this.enrolments.push(body);
    const scripts = body.photographs.map(scriptOf);
    const refusal = scripts.find((script) => script.refusal)?.refusal ?? null;
    const other = scripts.find((script) => script.conflict)?.conflict;
    if (other) return conflictWith(other, body.photographs.length);
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
      conflict: null,
      similarity: 0.96,
    };
  }

  async settle({ body }: { body: SettleEnrolment }): Promise<EnrolmentOutcome> {
    this.fail();
    this.settlements.push(body);
    return this.settlement(body);
  }

  async identify({ body }: { body: Identify }): Promise<Identification> {
    return this.found('identification', body);
  }

  async verify({ body }: { body: Verify }): Promise<Identification> {
    this.claims.push(body.subject);
    return this.found('verification', body);
  }

  private async found(
    purpose: DecisionPurpose,
    {
      photograph,
      max_faces,
      faces: meant,
      similarity_threshold: threshold = 0.937,
      passive_liveness: scored = false,
      subject: claimed,
    }: Identify & { readonly subject?: string },
  ): Promise<Identification> {
    this.identifications++;
    if (scored) this.scored++;
    this.fail();
    await this.gate();
    const { faces = [], behind = false, refusal }: Script = scriptOf(photograph);
    if (refusal) throw new DomainError(refusal);
    return {
      faces: faces
        .slice(0, max_faces)
        .map(({ subject: person, reasons: scripted, confidence = 0.97, outcome }) => {
          /* Another person than the claimed one is nobody. */
          const isOther = claimed !== undefined && person !== claimed;
          const [subject, reasons] = isOther && person !== null ? [null, undefined] : [person, scripted];
          return {
            box,
            mesh_score: 0.99,
            quality,
            subject,
            similarity: subject === null ? 0.8 : 0.96,
            confidence: subject === null ? 0.1 : confidence,
            margin: 0.1,
            decision: {
              outcome: outcome ?? (subject === null ? 'no_match' : 'match'),
              purpose,
              threshold,
              undecided_from: 0.92,
              required_margin: 0.03,
              error_rates: errorRates,
              people: 3,
              rows: 9,
              model: 'scripted@1',
            },
            is_live: scored ? true : null,
            anti_spoof_score: null,
            liveness_score: scored ? 0.8 : null,
            reasons: reasons ?? [subject === null ? 'BELOW_THRESHOLD' : 'MATCH'],
          };
        }),
      faces_detected: faces.length,
      refusal: refusalOf(faces.length, behind, meant),
      model: 'scripted@1',
    };
  }

  async revoke({ body }: { body: SubjectReference }): Promise<void> {
    this.revocations.push(body);
  }

  async status(): Promise<VisionStatus> {
    return { backend: 'scripted', workers: 0, queued: 0, galleries: {}, outdated: {} };
  }

  private fail(): void {
    if (this.failure && this.failure.times-- > 0) throw new DomainError(this.failure.code);
  }
}

/** Faces of one size leave open which is meant; those behind matter only to who should be alone. */
function refusalOf(faces: number, behind: boolean, meant: FacesMeant = 'all'): FaceRefusal | null {
  if (meant === 'all') return null;
  return faces === 0 ? 'NO_FACE' : faces > 1 && !(behind && meant === 'largest') ? 'SEVERAL_FACES' : null;
}
