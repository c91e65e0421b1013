import { choice, code, Field, integer, list, number, object, score, text } from '../fields/index.js';
import { ErrorRate } from '../vision/error-rate.js';
import { decisionReasons, decisionReasonsMeaning } from '../vision/face-codes.js';
import {
  type DecisionOutcome,
  decisionOutcomes,
  type DecisionPurpose,
  decisionPurposes,
  FaceQuality,
} from '../vision/recognition.contract.js';

/** The figures and reasons behind a decision to recognise a face or not. */
export class DecisionRecord {
  @Field(score(), {
    nullable: true,
    description:
      'Cosine similarity of the best candidate. Without a match, scores are null for others than administrators',
  })
  score!: number | null;
  @Field(number(), {
    nullable: true,
    description:
      'Similarity from which a face is a match. Of a 1:1 comparison without a match, figures are null for others than administrators',
  })
  threshold!: number | null;
  @Field(score(), {
    nullable: true,
    description: 'Similarity of the best person minus that of the second best',
  })
  margin!: number | null;
  @Field(object(FaceQuality), { nullable: true }) quality!: FaceQuality | null;
  @Field(list(code(...decisionReasons)), { description: decisionReasonsMeaning }) reasons!: string[];
  @Field(text(), { nullable: true, example: 'sface@2021dec-int8bq' }) model!: string | null;
  @Field(choice(...decisionOutcomes), {
    description:
      'inconclusive: neither a match nor a stranger. Nobody was logged; the message says what to do instead',
  })
  outcome!: DecisionOutcome;
  @Field(choice(...decisionPurposes), {
    description:
      'verification compares with the person whom the request names (1:1), identification with everybody (1:N)',
  })
  purpose!: DecisionPurpose;
  @Field(score(), {
    nullable: true,
    description:
      'Calibrated probability that the face is the best candidate, if both cases are equally likely beforehand',
  })
  probability!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Similarity from which a face below the threshold is inconclusive',
  })
  undecided_from!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Margin below which a face is inconclusive; null where nobody else was compared',
  })
  required_margin!: number | null;
  @Field(list(object(ErrorRate)), {
    description: 'Measured error rates at the threshold: FPIR and FNIR at this gallery, or FMR and FNMR',
  })
  error_rates!: ErrorRate[];
  @Field(integer(), { nullable: true, description: 'People compared with' }) people!: number | null;
  @Field(integer(), { nullable: true, description: 'Photographs of them compared with' }) rows!:
    number | null;
}
