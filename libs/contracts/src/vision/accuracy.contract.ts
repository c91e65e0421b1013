import { contract, errorReply, internal, op } from '../contract/index.js';
import { choice, Field, integer, list, number, object, text } from '../fields/index.js';
import { ErrorRate } from './error-rate.js';

/** A threshold with its error rates on the evaluated people. */
export class MeasuredThreshold {
  @Field(number()) threshold!: number;
  @Field(object(ErrorRate), { description: 'FMR: share of pairs of two people that reach the threshold' })
  false_matches!: ErrorRate;
  @Field(object(ErrorRate), {
    description: 'FNMR: share of pairs of one person’s photographs that stay below it',
  })
  false_non_matches!: ErrorRate;
}

export const evaluatedPurposes = ['verification', 'identification', 'duplicate', 'consistency'] as const;

export class PurposeEvaluation {
  @Field(choice(...evaluatedPurposes)) purpose!: (typeof evaluatedPurposes)[number];
  @Field(number(), { description: 'The target of the settings: an FMR, for identification an FPIR' })
  target!: number;
  @Field(object(MeasuredThreshold), { description: 'What decides now' }) present!: MeasuredThreshold;
  @Field(object(MeasuredThreshold), {
    nullable: true,
    description: 'What the target would give by the measured curve; null where too few people are enrolled',
  })
  proposed!: MeasuredThreshold | null;
}

export class GroupEvaluation {
  @Field(text()) group!: string;
  @Field(integer()) people!: number;
  @Field(integer()) genuine_pairs!: number;
  @Field(integer(), { description: 'Pairs of two people of the group' }) impostor_pairs!: number;
  @Field(object(MeasuredThreshold), { description: 'At the present threshold of verification' })
  at_verification!: MeasuredThreshold;
}

/** Error rates on the people of a gallery: numbers only, from which no template can be derived. */
export class GalleryEvaluation {
  @Field(text(), { example: 'sface@2021dec-int8bq' }) model!: string;
  @Field(text(), {
    nullable: true,
    description: 'Id of the measured curve, which can be adopted; null where too few people are enrolled',
  })
  curve_id!: string | null;
  @Field(text(), { description: 'Id of the curve that decides now' }) curve_in_force!: string;
  @Field(integer(), { description: 'People enrolled with this model' }) people!: number;
  @Field(integer(), {
    description: 'People compared: all, or as many as one evaluation takes, drawn at random',
  })
  people_compared!: number;
  @Field(integer()) genuine_pairs!: number;
  @Field(integer()) impostor_pairs!: number;
  @Field(number(), { nullable: true, description: 'Null without genuine pairs' }) equal_error_rate!:
    number | null;
  @Field(list(object(MeasuredThreshold)), { description: 'The measured curve, thresholds ascending' })
  points!: MeasuredThreshold[];
  @Field(list(object(PurposeEvaluation))) purposes!: PurposeEvaluation[];
  @Field(list(object(GroupEvaluation))) groups!: GroupEvaluation[];
  @Field(integer(), { description: 'Groups of too few people, which are not shown' })
  groups_suppressed!: number;
  @Field(list(text()), { description: 'What the figures do not establish' }) remarks!: string[];
}

export class SubjectGroup {
  @Field(text({ maxLength: 200 })) group!: string;
  @Field(list(text({ maxLength: 64 }))) subjects!: string[];
}

export class EvaluateGallery {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(list(object(SubjectGroup), { maxItems: 200 }), { description: 'A person may belong to several' })
  groups!: SubjectGroup[];
}

export class AdoptCurve {
  @Field(text({ maxLength: 64 })) gallery!: string;
  @Field(text({ maxLength: 36 }), { nullable: true, description: 'Null: the shipped curve decides again' })
  curve_id!: string | null;
}

/** Error rates on the people who are enrolled. */
export const accuracyContract = contract(
  'vision.accuracy',
  { family: 'attendance', tag: 'Internal' },
  {
    evaluate: op({
      body: EvaluateGallery,
      reply: GalleryEvaluation,
      access: internal(),
      timeoutMs: 60_000,
      summary: 'Compare the templates of a gallery with each other; only numbers are returned',
    }),
    adopt: op({
      body: AdoptCurve,
      access: internal(),
      errors: { CURVE_NOT_FOUND: errorReply(404, 'There is no such curve of this gallery and model.') },
      summary: 'Decide by a curve that was measured on the gallery, or by the shipped one',
    }),
  },
);
