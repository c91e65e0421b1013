import { contract, errorReply, internal, op } from '../contract/index.js';
import {
  boolean,
  bytes,
  choice,
  code,
  Field,
  integer,
  list,
  number,
  object,
  record,
  score,
  text,
} from '../fields/index.js';
import { ErrorRate } from './error-rate.js';
import { photographRefusals } from './face-codes.js';

/** Position in pixels of the upright picture. */
export class FaceBox {
  @Field(number(), { description: 'Left edge: pixels from the left of the picture', example: 498 })
  x!: number;
  @Field(number(), { description: 'Upper edge: pixels from the top of the picture', example: 210 })
  y!: number;
  @Field(number(), { description: 'Width of the box in pixels', example: 284 }) width!: number;
  @Field(number(), { description: 'Height of the box in pixels', example: 284 }) height!: number;
}

export class FaceQuality {
  @Field(score(), { description: 'Unified quality (ISO/IEC 29794-5)' }) score!: number;
  @Field(record(number({ min: 0, max: 100 })), {
    description: 'Components named after ISO/IEC 29794-5, each 0 (worst) to 100',
    example: { Sharpness: 88, InterEyeDistance: 74 },
  })
  components!: Record<string, number>;
  @Field(list(text()), {
    description: 'Advice for a better photograph, one sentence each; empty if the quality suffices',
    example: ['Move closer to the camera'],
  })
  reasons!: string[];
}

export class Enrol {
  @Field(text({ maxLength: 64 }), { description: 'One gallery per family or tenant' })
  gallery!: string;
  @Field(text({ maxLength: 64 }), { description: 'The person, by the id that the owner of the gallery uses' })
  subject!: string;
  @Field(list(bytes(), { minItems: 1, maxItems: 10 }), { secret: true }) photographs!: Uint8Array[];
  @Field(boolean(), { description: 'Whether photographs of insufficient quality are refused' })
  quality_check!: boolean;
  @Field(text({ maxLength: 80 }), { description: 'A repeated id returns the same outcome' })
  enrolment_id!: string;
}

export class PhotographReport {
  @Field(integer(), {
    description: 'All faces found. Small ones far behind the person refuse nothing, so two may be accepted',
    example: 1,
  })
  faces!: number;
  @Field(object(FaceQuality), { nullable: true }) quality!: FaceQuality | null;
  @Field(code(...photographRefusals), {
    nullable: true,
    description:
      'Code of the refusal, e.g. NO_FACE; PHOTOGRAPH_REPEATED: the file or its picture was given before; null if accepted',
  })
  refusal!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'The refusal as a sentence',
    example: 'No face was found. Look into the camera, in good light.',
  })
  reason!: string | null;
  @Field(integer(), {
    optional: true,
    example: 1,
    description:
      'The number of an earlier photograph from which this one hardly differs: a copy that was compressed anew or scaled, or taken a ' +
      'moment later. It is accepted but adds little; absent where the photographs differ',
  })
  nearly_same_as?: number;
}

/** Whose template speaks against an enrolment: that of another person is too similar, or that of the person is not similar enough. */
export class DuplicateSuspicion {
  @Field(text(), {
    description: 'The enrolled subject itself where its own template does not look like the photographs',
  })
  subject!: string;
  @Field(number(), { description: 'Highest similarity of the photographs to their template' })
  similarity!: number;
  @Field(number(), {
    description: 'Similarity from which an enrolment is held; for the own template, below which',
  })
  threshold!: number;
  @Field(list(object(ErrorRate)), { description: 'FMR and FNMR at the threshold, per pair of photographs' })
  error_rates!: ErrorRate[];
  @Field(text(), { description: 'Name and version of the descriptor model' }) model!: string;
}

export class EnrolmentOutcome {
  @Field(boolean()) enrolled!: boolean;
  @Field(list(object(PhotographReport))) photographs!: PhotographReport[];
  @Field(text(), {
    nullable: true,
    description:
      'PHOTOGRAPH_REFUSED, DIFFERENT_PEOPLE, CONFLICT, ALREADY_ENROLLED, NOT_THE_PERSON, NOT_PENDING or MODEL_OUTDATED; null if enrolled',
  })
  refusal!: string | null;
  @Field(text(), { nullable: true }) reason!: string | null;
  @Field(object(DuplicateSuspicion), {
    nullable: true,
    description:
      'Who seems to be enrolled with this face, or the person, who does not seem to be (CONFLICT). The template waits and is not searched',
  })
  conflict!: DuplicateSuspicion | null;
  @Field(number(), { nullable: true, description: 'Lowest similarity among the photographs' })
  similarity!: number | null;
}

/** Whose face is meant: everybody's, the largest one's, or that of the only person in the picture. */
export const facesMeant = ['all', 'largest', 'alone'] as const;
export type FacesMeant = (typeof facesMeant)[number];
export type FaceRefusal = 'NO_FACE' | 'SEVERAL_FACES' | 'FACE_TOO_CLOSE';
export const conflictDecisions = ['same', 'different', 'twins'] as const;
export type ConflictDecision = (typeof conflictDecisions)[number];

export class SettleEnrolment {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(text({ maxLength: 80 })) enrolment_id!: string;
  @Field(text({ maxLength: 64 }), { description: 'The other person of the decided conflict' })
  other_subject!: string;
  @Field(choice(...conflictDecisions), {
    description:
      'same destroys the waiting template and the active one of the person; different activates it; twins also stores the two as ' +
      'a negative pair. Where the conflict is with the own template: same activates it; different destroys it',
  })
  decision!: ConflictDecision;
}

export class Identify {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(bytes(), { secret: true }) photograph!: Uint8Array;
  @Field(integer({ min: 1, max: 50 })) max_faces!: number;
  @Field(choice(...facesMeant), {
    optional: true,
    description:
      'Whose face is meant; all if absent. With largest, smaller faces in the background are ignored',
  })
  faces?: FacesMeant;
  @Field(number({ min: 0, max: 1 }), {
    optional: true,
    description: 'Raises the configured threshold; a lower value has no effect',
  })
  similarity_threshold?: number;
  @Field(number({ min: 0, max: 1 }), {
    optional: true,
    description: 'Faces of lower unified quality are not matched',
  })
  quality_threshold?: number;
  @Field(boolean(), {
    optional: true,
    description: 'Whether the passive models score the faces. Where they gate, they always do',
  })
  passive_liveness?: boolean;
}

export class Verify {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(text({ maxLength: 64 }), { description: 'The person whom the face is claimed to be' })
  subject!: string;
  @Field(bytes(), { secret: true }) photograph!: Uint8Array;
  @Field(integer({ min: 1, max: 50 }), { default: 1 }) max_faces!: number;
  @Field(choice(...facesMeant), {
    optional: true,
    description:
      'Whose face is meant; all if absent. With largest, smaller faces in the background are ignored',
  })
  faces?: FacesMeant;
  @Field(number({ min: 0, max: 1 }), {
    optional: true,
    description: 'Raises the configured threshold; a lower value has no effect',
  })
  similarity_threshold?: number;
  @Field(number({ min: 0, max: 1 }), {
    optional: true,
    description: 'Faces of lower unified quality are not matched',
  })
  quality_threshold?: number;
  @Field(boolean(), {
    optional: true,
    description: 'Whether the passive models score the faces. Where they gate, they always do',
  })
  passive_liveness?: boolean;
}

export const decisionOutcomes = ['match', 'no_match', 'inconclusive'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];
export const decisionPurposes = ['verification', 'identification'] as const;
export type DecisionPurpose = (typeof decisionPurposes)[number];

/** What was decided about a face, and how often such a decision is wrong. */
export class FaceDecision {
  @Field(choice(...decisionOutcomes), {
    description: 'inconclusive: neither; nobody is named. Another photograph or a person must decide',
  })
  outcome!: DecisionOutcome;
  @Field(choice(...decisionPurposes), {
    description: 'verification compares with one claimed person (1:1), identification with the gallery (1:N)',
  })
  purpose!: DecisionPurpose;
  @Field(number(), { description: 'Similarity from which a face is a match' }) threshold!: number;
  @Field(number(), { description: 'Similarity from which a face below the threshold is inconclusive' })
  undecided_from!: number;
  @Field(number(), {
    nullable: true,
    description:
      'Lead over the second best person below which a face is inconclusive; null where nobody else was compared',
  })
  required_margin!: number | null;
  @Field(list(object(ErrorRate)), { description: 'Error rates at the threshold' }) error_rates!: ErrorRate[];
  @Field(integer(), { description: 'People compared with' }) people!: number;
  @Field(integer(), { description: 'Photographs of them compared with' }) rows!: number;
  @Field(text(), { description: 'Name and version of the descriptor model' }) model!: string;
}

export class IdentifiedFace {
  @Field(object(FaceBox)) box!: FaceBox;
  @Field(number()) mesh_score!: number;
  @Field(object(FaceQuality)) quality!: FaceQuality;
  @Field(text(), { nullable: true, description: 'The recognised person; null if nobody was recognised' })
  subject!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Cosine similarity of the best candidate; null if the gallery is empty',
  })
  similarity!: number | null;
  @Field(number({ min: 0, max: 1 }), {
    nullable: true,
    description:
      'Calibrated probability that the face is the best candidate, if both cases are equally likely beforehand',
  })
  confidence!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Similarity of the best person minus that of the second best',
  })
  margin!: number | null;
  @Field(object(FaceDecision)) decision!: FaceDecision;
  @Field(boolean(), {
    nullable: true,
    description:
      'Result of passive models: told nothing about pictures of people that were tried, no proof of liveness. Null if they did not run',
  })
  is_live!: boolean | null;
  @Field(number({ min: 0, max: 1 }), {
    nullable: true,
    description: 'Score of the anti-spoof model, which runs only where passive models gate',
  })
  anti_spoof_score!: number | null;
  @Field(number({ min: 0, max: 1 }), { nullable: true }) liveness_score!: number | null;
  @Field(list(text()), {
    description:
      'Codes behind the decision: MATCH, BELOW_THRESHOLD, NEAR_THRESHOLD, SECOND_PERSON_NEAR, GALLERY_EMPTY, ' +
      'NOT_ENROLLED, LOW_QUALITY, MESH_SCORE_LOW, NOT_LIVE; of a face without a match also MOUTH_COVERED, EYES_COVERED. ' +
      'Instead of BELOW_THRESHOLD, inconclusive: CAMERA_TURNED, FACE_CUT_OFF, HEAD_TILTED, FACE_UNCLEAR. Of a face that ' +
      'another one of the picture beats: SAME_PERSON_TWICE',
  })
  reasons!: string[];
}

export class Identification {
  @Field(list(object(IdentifiedFace)), { description: 'Largest face first' }) faces!: IdentifiedFace[];
  @Field(integer(), { description: 'Number of all faces found, including those beyond max_faces' })
  faces_detected!: number;
  @Field(choice('NO_FACE', 'SEVERAL_FACES', 'FACE_TOO_CLOSE'), {
    nullable: true,
    description: 'Why no single face is meant; null if one is, and where all are meant',
  })
  refusal!: FaceRefusal | null;
  @Field(text(), { description: 'Name and version of the descriptor model behind the similarities' })
  model!: string;
}

export class SubjectReference {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(text({ maxLength: 64 })) subject!: string;
}

export class VisionStatus {
  @Field(text(), { description: 'tensorflow, webgpu or wasm' }) backend!: string;
  @Field(integer()) workers!: number;
  @Field(integer()) queued!: number;
  @Field(record(integer()), { description: 'Templates per gallery' }) galleries!: Record<string, number>;
  @Field(record(integer()), { description: 'People per gallery who must enrol again for the present model' })
  outdated!: Record<string, number>;
}

const imageErrors = {
  IMAGE_NOT_READABLE: errorReply(400, 'The image could not be read.'),
  IMAGE_DAMAGED: errorReply(400, 'Parts of the image are missing or destroyed.'),
  IMAGE_TOO_LARGE: errorReply(400, 'The image has more than 40 megapixels.'),
  IMAGE_TOO_SMALL: errorReply(400, 'The image is too small to hold a face.'),
  IMAGE_ANIMATED: errorReply(400, 'Animated images are not accepted.'),
};

/** Faces and galleries. Templates never leave the vision service; it matches people there and returns ids. */
export const recognitionContract = contract(
  'vision.recognition',
  { family: 'attendance', tag: 'Internal' },
  {
    enrol: op({
      body: Enrol,
      reply: EnrolmentOutcome,
      access: internal(),
      errors: imageErrors,
      timeoutMs: 60_000,
      summary: 'Create the template of a person from photographs; a refusal is a result, not an error',
    }),
    settle: op({
      body: SettleEnrolment,
      reply: EnrolmentOutcome,
      access: internal(),
      summary: 'Carry out the decision on an enrolment that was held as a conflict; repeatable',
    }),
    identify: op({
      body: Identify,
      reply: Identification,
      access: internal(),
      errors: imageErrors,
      timeoutMs: 30_000,
      summary: 'Detect and identify the faces in a photograph',
    }),
    verify: op({
      body: Verify,
      reply: Identification,
      access: internal(),
      errors: imageErrors,
      timeoutMs: 30_000,
      summary: 'Compare the largest faces of a photograph with one person',
    }),
    revoke: op({
      body: SubjectReference,
      access: internal(),
      summary:
        'Delete the templates of a person and those that wait for a decision about them; succeeds if there are none',
    }),
    status: op({
      reply: VisionStatus,
      access: internal(),
      summary: 'Backend, workers and gallery of the replica that responds',
    }),
  },
);
