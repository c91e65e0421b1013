import { contract, errorReply, op, roles } from '../contract/index.js';
import { boolean, choice, Field, integer, list, object, opaqueText, text } from '../fields/index.js';
import { GalleryEvaluation } from '../vision/accuracy.contract.js';

export const evaluationStatuses = ['queued', 'completed', 'failed'] as const;
export type EvaluationStatus = (typeof evaluationStatuses)[number];

export class EvaluationStarted {
  @Field(text()) evaluation_id!: string;
  @Field(choice(...evaluationStatuses)) status!: EvaluationStatus;
  @Field(text(), { example: 'The enrolled people are being compared' }) message!: string;
}

export class EvaluationPath {
  @Field(opaqueText({ maxLength: 36 })) evaluation_id!: string;
}

/** Verifications of one outcome, counted by their similarity. */
export class AttemptScores {
  @Field(text(), { description: 'recognised or not_recognised', example: 'recognised' }) outcome!: string;
  @Field(text(), {
    nullable: true,
    description: 'Descriptor model behind the similarities',
    example: 'sface@2021dec-int8bq',
  })
  model!: string | null;
  @Field(integer(), { example: 421 }) attempts!: number;
  @Field(list(integer()), {
    description: 'Attempts by the similarity of the best candidate, in 20 steps of 0.05 from 0 to 1',
    example: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 9, 21, 48, 90, 118, 84, 36, 9, 1],
  })
  by_similarity!: number[];
}

export class FaceEvaluation {
  @Field(object(GalleryEvaluation)) gallery!: GalleryEvaluation;
  @Field(list(object(AttemptScores)), {
    description: 'Verifications whose results are still kept (ATTENDANCE_RESULT_HOURS)',
  })
  attempts!: AttemptScores[];
}

export class EvaluationView {
  @Field(text()) evaluation_id!: string;
  @Field(choice(...evaluationStatuses)) status!: EvaluationStatus;
  @Field(text({ format: 'date-time' })) requested_at!: string;
  @Field(text(), { nullable: true, description: 'Code of the failure; null if there is none' }) error_code!:
    string | null;
  @Field(object(FaceEvaluation), { nullable: true, description: 'Null until completed' })
  result!: FaceEvaluation | null;
}

export class AdoptEvaluation {
  @Field(boolean(), {
    description:
      'true: thresholds come from the curve of this evaluation. false: from the curve that is shipped',
    example: true,
  })
  in_force!: boolean;
}

const notFound = { EVALUATION_NOT_FOUND: errorReply(404, 'Evaluation not found') };

/** How well the faces of the enrolled people can be told apart: numbers only, no picture and no template. */
export const evaluationContract = contract(
  'attendance.face-evaluation',
  { family: 'attendance', tag: 'Face evaluation' },
  {
    start: op({
      http: { method: 'POST', path: '/api/v1/face/evaluation/', status: 202 },
      reply: EvaluationStarted,
      access: roles('admin'),
      errors: { EVALUATION_RUNNING: errorReply(409, 'An evaluation is running; wait for its result.') },
      summary: 'Measure error rates on the people who are enrolled',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/face/evaluation/{evaluation_id}/' },
      params: EvaluationPath,
      reply: EvaluationView,
      access: roles('admin'),
      errors: notFound,
      summary: 'An evaluation with its result; kept for a year',
    }),
    adopt: op({
      http: { method: 'POST', path: '/api/v1/face/evaluation/{evaluation_id}/adopt/' },
      params: EvaluationPath,
      body: AdoptEvaluation,
      reply: EvaluationView,
      access: roles('admin'),
      errors: {
        ...notFound,
        CURVE_NOT_MEASURED: errorReply(
          409,
          'The evaluation gave no curve: it failed, or too few people are enrolled.',
        ),
      },
      summary: 'Decide by the curve of this evaluation, or by the shipped one again',
    }),
  },
);
