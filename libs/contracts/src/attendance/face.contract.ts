import { authenticated, contract, errorReply, op } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  integer,
  list,
  nameText,
  number,
  object,
  opaqueText,
  pictureText,
  score,
  soughtText,
  text,
} from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { examplePicture } from '../vision/example-picture.js';
import { FaceBox, PhotographReport } from '../vision/recognition.contract.js';
import { DecisionRecord } from './decision-record.js';
import { livenessRequired } from './liveness.contract.js';

const photograph = () => pictureText({ maxLength: 16 * MEBIBYTE });

export class EnrolFace {
  @Field(soughtText({ maxLength: 20 }), { example: 'FAC001' }) employee_id!: string;
  @Field(list(photograph(), { minItems: 3, maxItems: 3 }), {
    secret: true,
    description: 'Three photographs of the person: JPEG, PNG or WebP, at most 40 megapixels',
    example: [examplePicture, examplePicture, examplePicture],
  })
  images!: string[];
  @Field(boolean(), { default: true }) quality_check!: boolean;
  @Field(opaqueText({ maxLength: 64 }), {
    optional: true,
    nullable: true,
    description:
      'A liveness challenge that the same account passed, for `enroll`; it is spent on this request',
  })
  liveness_challenge_id?: string | null;
}

/** Whose face a verification may mean. */
export const verifiedFaces = ['largest', 'alone'] as const;
export type VerifiedFaces = (typeof verifiedFaces)[number];

export class VerifyFace {
  @Field(photograph(), { secret: true, example: examplePicture }) image!: string;
  @Field(nameText({ maxLength: 50 }), { optional: true, nullable: true, example: 'CAM001' }) camera_id?:
    string | null;
  @Field(nameText({ maxLength: 200 }), { optional: true, nullable: true, example: 'Main Building Entrance' })
  location?: string | null;
  @Field(opaqueText({ maxLength: 64 }), {
    optional: true,
    nullable: true,
    description:
      'A liveness challenge that the same account passed, for `verify`; it is spent on this request',
  })
  liveness_challenge_id?: string | null;
  @Field(soughtText({ maxLength: 20 }), {
    optional: true,
    nullable: true,
    description:
      'Who the person says they are: the face is then compared with this person only (1:1). Without it, with everybody; that of ' +
      'a student with the student only',
    example: 'FAC001',
  })
  employee_id?: string | null;
  @Field(choice(...verifiedFaces), {
    optional: true,
    nullable: true,
    description:
      'Whose face is meant: `largest`, with smaller ones in the background ignored, or that of the only person in the picture ' +
      '(`alone`; anybody else answers SEVERAL_FACES). Absent: what is set for the camera. Where `alone` is set, `largest` has no effect',
  })
  faces?: VerifiedFaces | null;
}

export class BulkImage {
  @Field(opaqueText({ maxLength: 100 }), {
    description: 'Your name for this entry; its result repeats it',
    example: 'frame_001',
  })
  id!: string;
  @Field(photograph(), { secret: true, example: examplePicture }) image!: string;
  @Field(nameText({ maxLength: 50 }), { optional: true, nullable: true, example: 'CAM001' }) camera_id?:
    string | null;
}

export class BulkOptions {
  @Field(integer({ min: 1, max: 50 }), { default: 10 }) max_faces!: number;
  @Field(number({ min: 0, max: 1 }), { optional: true }) quality_threshold?: number;
  @Field(number({ min: 0, max: 1 }), {
    optional: true,
    description: 'Raises the configured threshold; a lower value has no effect',
  })
  similarity_threshold?: number;
}

export class BulkVerifyFaces {
  @Field(list(object(BulkImage), { minItems: 1, maxItems: 20 })) images!: BulkImage[];
  @Field(object(BulkOptions), {
    optional: true,
    description: 'How many faces are looked for, and how good and alike they have to be',
  })
  options?: BulkOptions;
}

export const taskStatuses = ['queued', 'processing', 'completed', 'failed'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

export class EnrolQueued {
  @Field(text(), { example: 'enroll_a1b2c3d4-e5f6-4890-abcd-ef1234567890' }) task_id!: string;
  @Field(choice(...taskStatuses)) status!: TaskStatus;
  @Field(text(), { example: 'Face enrollment task queued successfully' }) message!: string;
}

export class VerifyQueued {
  @Field(text(), { example: 'verify_b2c3d4e5-f6a7-4901-bcde-f23456789012' }) task_id!: string;
  @Field(choice(...taskStatuses)) status!: TaskStatus;
  @Field(number(), { description: 'Seconds, estimated from recent tasks and the length of the queue' })
  estimated_time!: number;
}

export class TaskPath {
  @Field(opaqueText({ maxLength: 100 })) task_id!: string;
}

export class EnrolResult {
  @Field(boolean()) success!: boolean;
  @Field(integer(), {
    description: 'Photographs that were accepted: one usable face, others only far behind',
  })
  faces_detected!: number;
  @Field(list(score())) quality_scores!: number[];
  @Field(boolean()) template_created!: boolean;
  @Field(text(), { example: 'Face enrolled successfully' }) message!: string;
  @Field(text(), {
    nullable: true,
    description:
      'Code of the refusal; null on success. CONFLICT_CASE: the enrolment waits for the decision of an administrator. ' +
      'CONFLICT_OPEN: an earlier one still does; decide that case first',
  })
  error_code!: string | null;
  @Field(list(object(PhotographReport))) photographs!: PhotographReport[];
}

export class EnrolStatus {
  @Field(text()) task_id!: string;
  @Field(choice(...taskStatuses)) status!: TaskStatus;
  @Field(object(EnrolResult), { nullable: true }) result!: EnrolResult | null;
  @Field(number(), { nullable: true, description: 'Duration of the work in seconds' }) processing_time!:
    number | null;
}

export const livenessProofs = ['challenge', 'passive', 'none'] as const;
export type LivenessProof = (typeof livenessProofs)[number];

export class VerifiedFace {
  @Field(boolean()) recognized!: boolean;
  @Field(text(), { nullable: true }) employee_id!: string | null;
  @Field(text(), { nullable: true, example: 'Jane Doe' }) name!: string | null;
  @Field(score(), { description: 'Probability of the match, 0 to 1' }) confidence!: number;
  @Field(score(), {
    nullable: true,
    description:
      'Cosine similarity of the best candidate. Without a match it is null for others than administrators',
  })
  similarity_score!: number | null;
  @Field(boolean(), {
    nullable: true,
    description:
      'Result of passive models: a hint that told nothing about the pictures of people that were tried, no proof of liveness',
  })
  is_live!: boolean | null;
  @Field(score(), {
    nullable: true,
    description:
      'Score of a passive model, 0 (imitation) to 1 (real): a hint that told nothing about the pictures of people that were tried',
  })
  anti_spoof_score!: number | null;
  @Field(choice(...livenessProofs), {
    description:
      'What speaks for a living person: a passed challenge, passive scores alone, or nothing. A challenge means a living person only ' +
      'where the site controls the device that records: frames that a client uploads prove nothing about a camera, and one ' +
      'photograph drawn on a head by a program can pass',
  })
  liveness!: LivenessProof;
  @Field(boolean()) attendance_logged!: boolean;
  @Field(integer(), {
    nullable: true,
    description: 'Id of the attendance entry, even if an earlier request wrote it shortly before',
  })
  attendance_log_id!: number | null;
  @Field(text({ format: 'date-time' })) timestamp!: string;
  @Field(text(), { example: 'Attendance recorded' }) message!: string;
  @Field(text(), {
    nullable: true,
    description:
      'Code of the failure; null if there is none: IMAGE_NOT_READABLE, IMAGE_DAMAGED, NO_FACE, SEVERAL_FACES, FACE_TOO_CLOSE, a CHALLENGE_… code, USER_INACTIVE, ' +
      'TASK_EXPIRED, UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL',
  })
  error_code!: string | null;
  @Field(object(FaceBox), { nullable: true }) box!: FaceBox | null;
  @Field(object(DecisionRecord), { nullable: true }) decision!: DecisionRecord | null;
}

export class VerifyStatus {
  @Field(text()) task_id!: string;
  @Field(choice(...taskStatuses)) status!: TaskStatus;
  @Field(object(VerifiedFace), { nullable: true }) result!: VerifiedFace | null;
  @Field(number(), { nullable: true, description: 'Duration of the work in seconds' }) processing_time!:
    number | null;
}

export class BulkImageResult {
  @Field(text(), { description: 'The id that was sent with it', example: 'frame_001' }) id!: string;
  @Field(text(), { nullable: true, description: 'Code of the failure of this image; null if there is none' })
  error_code!: string | null;
  @Field(text(), { example: '2 of 3 faces recognised' }) message!: string;
  @Field(integer()) faces_detected!: number;
  @Field(list(object(VerifiedFace))) faces!: VerifiedFace[];
}

export class BulkResult {
  @Field(list(object(BulkImageResult))) images!: BulkImageResult[];
}

export class BulkStatus {
  @Field(text()) task_id!: string;
  @Field(choice(...taskStatuses)) status!: TaskStatus;
  @Field(object(BulkResult), { nullable: true }) result!: BulkResult | null;
  @Field(number(), { nullable: true }) processing_time!: number | null;
}

const imageErrors = {
  QUEUE_FULL: errorReply(503, 'The face queue is full; try again later.'),
  ...livenessRequired,
};
/** Whoever names a camera may not speak for it. */
export const cameraRefused = {
  CAMERA_NOT_PERMITTED: errorReply(
    403,
    'This account does not speak for that camera. Leave camera_id out, or use an account of faculty or an API key of the camera.',
  ),
};
const taskNotFound = { TASK_NOT_FOUND: errorReply(404, 'Task not found') };

/**
 * Enrolment and verification of faces. The request itself checks the pictures, and an invalid one answers 400 under its
 * field. A task searches them for faces.
 */
export const faceContract = contract(
  'attendance.face',
  { family: 'attendance', tag: 'Face recognition' },
  {
    enrol: op({
      http: { method: 'POST', path: '/api/v1/face/enroll/', status: 202, bodyLimitBytes: 24 * MEBIBYTE },
      undeclared: 'ignored',
      body: EnrolFace,
      reply: EnrolQueued,
      access: authenticated(),
      limit: 'face-verification',
      errors: {
        ...imageErrors,
        USER_NOT_FOUND: errorReply(404, 'User not found'),
        USER_INACTIVE: errorReply(400, 'User is inactive'),
        CONSENT_REQUIRED: errorReply(
          403,
          'The person has not consented to the recognition of their face. Have them consent (POST /api/v1/consents/), or give them a badge or a PIN.',
        ),
        WITHDRAWAL_PENDING: errorReply(409, 'What was withdrawn is being destroyed. Try again in a minute.'),
      },
      summary: "Enrol a person's face with three photographs; students may enrol only themselves",
    }),
    enrolStatus: op({
      http: { method: 'GET', path: '/api/v1/face/enroll/status/{task_id}/' },
      params: TaskPath,
      reply: EnrolStatus,
      access: authenticated(),
      errors: taskNotFound,
      summary: 'Status of an enrolment; visible to its requester and to admins',
    }),
    verify: op({
      http: { method: 'POST', path: '/api/v1/face/verify/', status: 202, bodyLimitBytes: 12 * MEBIBYTE },
      undeclared: 'ignored',
      body: VerifyFace,
      reply: VerifyQueued,
      access: authenticated(),
      limit: 'face-verification',
      errors: {
        ...imageErrors,
        ...cameraRefused,
        USER_NOT_FOUND: errorReply(404, 'User not found'),
        USER_INACTIVE: errorReply(400, 'User is inactive'),
      },
      summary:
        'Verify a face for attendance: against the named person (1:1), else against everybody (1:N); students only against ' +
        'themselves',
      description:
        'Administrators, faculty and API keys speak for cameras. Whoever is verified by their own account reported themselves: the ' +
        'attendance entry says `self_reported`, and it counts apart from what the camera sees. In the profile strict, students name no camera.',
    }),
    verifyStatus: op({
      http: { method: 'GET', path: '/api/v1/face/verify/status/{task_id}/' },
      params: TaskPath,
      reply: VerifyStatus,
      access: authenticated(),
      errors: taskNotFound,
      summary: 'Status of a verification',
    }),
    bulkVerify: op({
      http: { method: 'POST', path: '/api/v1/face/bulk-verify/', status: 202, bodyLimitBytes: 24 * MEBIBYTE },
      undeclared: 'ignored',
      body: BulkVerifyFaces,
      reply: VerifyQueued,
      access: authenticated(),
      limit: 'face-verification',
      errors: {
        ...imageErrors,
        ...cameraRefused,
        LIVENESS_REQUIRED: errorReply(
          403,
          'A camera of these pictures takes only faces of people who passed a liveness challenge, so pictures cannot be verified ' +
            'in bulk there. Verify each person alone.',
        ),
      },
      summary: 'Verify all faces of several photographs; for students, against themselves only',
    }),
    bulkStatus: op({
      subject: 'attendance.face.bulk-verify-status',
      http: { method: 'GET', path: '/api/v1/face/bulk-verify/status/{task_id}/' },
      params: TaskPath,
      reply: BulkStatus,
      access: authenticated(),
      errors: taskNotFound,
      summary: 'Status of a bulk verification',
    }),
  },
);
