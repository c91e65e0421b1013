import { contract, errorReply, internal, op } from '../contract/index.js';
import {
  boolean,
  bytes,
  choice,
  Field,
  integer,
  list,
  number,
  object,
  record,
  text,
} from '../fields/index.js';

/** Position in pixels of the upright picture. */
export class FaceBox {
  @Field(number()) x!: number;
  @Field(number()) y!: number;
  @Field(number()) width!: number;
  @Field(number()) height!: number;
}

export class FaceQuality {
  @Field(number({ min: 0, max: 1 }), { description: 'Unified quality (ISO/IEC 29794-5)' }) score!: number;
  @Field(record(number({ min: 0, max: 100 })), {
    description: 'Components named after ISO/IEC 29794-5, each 0 (worst) to 100',
  })
  components!: Record<string, number>;
  @Field(list(text()), {
    description: 'Advice for a better photograph, one sentence each; empty if the quality suffices',
  })
  reasons!: string[];
}

export class Enrol {
  @Field(text({ maxLength: 64 }), { description: 'One gallery per family or tenant' })
  gallery!: string;
  @Field(text({ maxLength: 64 }), { description: 'The person, by the id that the owner of the gallery uses' })
  subject!: string;
  @Field(list(bytes(), { minItems: 1, maxItems: 10 })) photographs!: Uint8Array[];
  @Field(boolean(), { description: 'Whether photographs of insufficient quality are refused' })
  quality_check!: boolean;
  @Field(text({ maxLength: 80 }), { description: 'A repeated id returns the same outcome' })
  enrolment_id!: string;
}

export class PhotographReport {
  @Field(integer()) faces!: number;
  @Field(object(FaceQuality), { nullable: true }) quality!: FaceQuality | null;
  @Field(text(), { nullable: true, description: 'Code of the refusal, e.g. NO_FACE; null if accepted' })
  refusal!: string | null;
  @Field(text(), { nullable: true, description: 'The refusal as a sentence' }) reason!: string | null;
}

export class EnrolmentOutcome {
  @Field(boolean()) enrolled!: boolean;
  @Field(list(object(PhotographReport))) photographs!: PhotographReport[];
  @Field(text(), {
    nullable: true,
    description: 'PHOTOGRAPH_REFUSED, DIFFERENT_PEOPLE or ALREADY_ENROLLED; null if enrolled',
  })
  refusal!: string | null;
  @Field(text(), { nullable: true }) reason!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'The person who is already enrolled with this face (ALREADY_ENROLLED)',
  })
  conflicting_subject!: string | null;
  @Field(number(), {
    nullable: true,
    description: 'Similarity to that person, or the lowest similarity among the photographs',
  })
  similarity!: number | null;
}

/** Whose face is meant: everybody's, the largest one's, or that of the only person in the picture. */
export const facesMeant = ['all', 'largest', 'alone'] as const;
export type FacesMeant = (typeof facesMeant)[number];
export type FaceRefusal = 'NO_FACE' | 'SEVERAL_FACES' | 'FACE_TOO_CLOSE';

export class Identify {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(bytes()) photograph!: Uint8Array;
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
    description: 'Probability of a match at this similarity',
  })
  confidence!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Similarity of the best person minus that of the second best',
  })
  margin!: number | null;
  @Field(number()) threshold!: number;
  @Field(boolean(), { description: 'Result of passive models: a weak signal, no proof of liveness' })
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
}

const imageErrors = {
  IMAGE_NOT_READABLE: errorReply(400, 'The image could not be read.'),
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
