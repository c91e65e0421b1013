import { contract, errorReply, internal, op } from '../contract/index.js';
import { boolean, bytes, Field, integer, list, number, object, record, text } from '../fields/index.js';

/** Position in pixels of the upright picture. */
export class FaceBox {
  @Field(number()) x!: number;
  @Field(number()) y!: number;
  @Field(number()) width!: number;
  @Field(number()) height!: number;
}

export class FaceQuality {
  @Field(number({ min: 0, max: 1 }), { description: 'Unified quality' }) score!: number;
  @Field(record(number({ min: 0, max: 100 })), {
    description: 'Components named after ISO/IEC 29794-5, each 0 (worst) to 100',
  })
  components!: Record<string, number>;
  @Field(list(text()), {
    description: 'What to do better, one sentence each; empty when the quality suffices',
  })
  reasons!: string[];
}

export class Enrol {
  @Field(text({ maxLength: 64 }), { description: 'Whose people: one gallery per family or tenant' })
  gallery!: string;
  @Field(text({ maxLength: 64 }), { description: 'The person, in the words of the gallery owner' })
  subject!: string;
  @Field(list(bytes(), { minItems: 1, maxItems: 10 })) photographs!: Uint8Array[];
  @Field(boolean(), { description: 'Refuse photographs of insufficient quality' }) quality_check!: boolean;
  @Field(text({ maxLength: 80 }), { description: 'The same id again answers the same outcome' })
  enrolment_id!: string;
}

export class PhotographReport {
  @Field(integer()) faces!: number;
  @Field(object(FaceQuality), { nullable: true }) quality!: FaceQuality | null;
  @Field(text(), { nullable: true, description: 'Code of the refusal, e.g. NO_FACE; null when accepted' })
  refusal!: string | null;
  @Field(text(), { nullable: true, description: 'The refusal as a sentence' }) reason!: string | null;
}

export class EnrolmentOutcome {
  @Field(boolean()) enrolled!: boolean;
  @Field(list(object(PhotographReport))) photographs!: PhotographReport[];
  @Field(text(), {
    nullable: true,
    description: 'PHOTOGRAPH_REFUSED, DIFFERENT_PEOPLE or ALREADY_ENROLLED; null when enrolled',
  })
  refusal!: string | null;
  @Field(text(), { nullable: true }) reason!: string | null;
  @Field(text(), { nullable: true, description: 'Who already owns this face (ALREADY_ENROLLED)' })
  conflicting_subject!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Similarity to that person, or the least one among the photographs',
  })
  similarity!: number | null;
}

export class Identify {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(bytes()) photograph!: Uint8Array;
  @Field(integer({ min: 1, max: 50 })) max_faces!: number;
  @Field(number({ min: 0, max: 1 }), {
    optional: true,
    description: 'May raise the threshold in force, never lower it',
  })
  similarity_threshold?: number;
  @Field(number({ min: 0, max: 1 }), {
    optional: true,
    description: 'Faces of lower unified quality are not matched',
  })
  quality_threshold?: number;
}

export class IdentifiedFace {
  @Field(object(FaceBox)) box!: FaceBox;
  @Field(number()) mesh_score!: number;
  @Field(object(FaceQuality)) quality!: FaceQuality;
  @Field(text(), { nullable: true, description: 'The person, when the decision is to recognise' })
  subject!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Cosine similarity of the best candidate; null with an empty gallery',
  })
  similarity!: number | null;
  @Field(number({ min: 0, max: 1 }), {
    nullable: true,
    description: 'Probability of a match at that similarity',
  })
  confidence!: number | null;
  @Field(number(), { nullable: true, description: 'Best minus second-best person' }) margin!: number | null;
  @Field(number()) threshold!: number;
  @Field(boolean(), { description: 'Passive models only: a weak signal, not proof of life' })
  is_live!: boolean;
  @Field(number({ min: 0, max: 1 })) anti_spoof_score!: number;
  @Field(number({ min: 0, max: 1 })) liveness_score!: number;
  @Field(list(text()), {
    description:
      'Codes behind the decision: MATCH, BELOW_THRESHOLD, GALLERY_EMPTY, LOW_QUALITY, MESH_SCORE_LOW, NOT_LIVE, …',
  })
  reasons!: string[];
}

export class Identification {
  @Field(list(object(IdentifiedFace)), { description: 'Largest face first' }) faces!: IdentifiedFace[];
  @Field(integer(), { description: 'Faces found, also beyond max_faces' }) faces_detected!: number;
  @Field(text(), { description: 'Descriptor model and version that the similarities belong to' })
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
}

const imageErrors = {
  IMAGE_NOT_READABLE: errorReply(400, 'The image could not be read.'),
  IMAGE_TOO_LARGE: errorReply(400, 'The image has more than 40 megapixels.'),
  IMAGE_TOO_SMALL: errorReply(400, 'The image is too small to hold a face.'),
  IMAGE_ANIMATED: errorReply(400, 'Animated images are not accepted.'),
};

/** Faces and galleries. Templates never leave the vision service; people are matched there, by id. */
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
    identify: op({
      body: Identify,
      reply: Identification,
      access: internal(),
      errors: imageErrors,
      timeoutMs: 30_000,
      summary: 'Detect and identify the faces in a photograph',
    }),
    revoke: op({
      body: SubjectReference,
      access: internal(),
      summary: 'Delete the templates of a person; succeeds if there are none',
    }),
    status: op({
      reply: VisionStatus,
      access: internal(),
      summary: 'Backend, workers and gallery of the replica that responds',
    }),
  },
);
