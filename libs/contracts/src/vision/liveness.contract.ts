import { contract, errorReply, internal, op } from '../contract/index.js';
import {
  boolean,
  bytes,
  choice,
  datetime,
  Field,
  integer,
  list,
  number,
  object,
  record,
  score,
  text,
  uuid,
} from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import type { Instant } from '../instant.js';

/** Limits of the frames of one answer: thirteen seconds at twelve frames a second, each as large as a webcam's. */
export const livenessSeries = {
  minFrames: 10,
  maxFrames: 160,
  maxFrameBytes: MEBIBYTE,
  maxSeriesBytes: 8 * MEBIBYTE,
  maxDurationMs: 18_000,
  /** 1920 × 1080 fits. */
  maxFramePixels: 2 * 1024 * 1024,
};

export const livenessActions = ['turn', 'blink'] as const;
export const livenessDirections = ['left', 'right'] as const;
export const livenessOutcomes = ['passed', 'failed', 'inconclusive'] as const;
export type LivenessOutcome = (typeof livenessOutcomes)[number];

export class LivenessStep {
  @Field(choice(...livenessActions)) action!: (typeof livenessActions)[number];
  @Field(choice(...livenessDirections), { nullable: true, description: "The person's own left or right" })
  direction!: (typeof livenessDirections)[number] | null;
  @Field(integer({ min: 0 }), {
    description: 'Milliseconds after the first frame at which the person is told, not before',
  })
  at_ms!: number;
  @Field(integer({ min: 1 }), { description: 'Milliseconds for doing it' }) within_ms!: number;
  @Field(text(), { description: 'What to tell the person' }) instruction!: string;
}

export class LivenessChallenge {
  @Field(text({ format: 'uuid' })) challenge_id!: string;
  @Field(text(), { secret: true, description: 'Goes back with the answer; it is good for one' })
  nonce!: string;
  @Field(list(object(LivenessStep))) steps!: LivenessStep[];
  @Field(integer(), { description: 'The series must last so long' }) duration_ms!: number;
  @Field(datetime(), {
    description:
      'The answer must be there by then: the time of the series and a short allowance to get ready and to send it',
  })
  expires_at!: Instant;
}

export class CreateLivenessChallenge {
  @Field(text({ maxLength: 100 }), { description: 'Who will answer; nobody else may' }) requester!: string;
  @Field(text({ maxLength: 40 }), { description: 'What a passed challenge may be used for' })
  purpose!: string;
  @Field(text({ maxLength: 64 }), {
    optional: true,
    nullable: true,
    description: 'The person, if known; the challenge is then good for them alone',
  })
  subject?: string | null;
}

export class LivenessFrame {
  @Field(bytes(), { secret: true, description: 'JPEG, PNG or WebP, not mirrored' }) image!: Uint8Array;
  @Field(number({ min: 0, max: livenessSeries.maxDurationMs }), {
    description: 'Milliseconds after the first frame',
  })
  at_ms!: number;
}

export class AnswerLivenessChallenge {
  @Field(text({ maxLength: 64 })) challenge_id!: string;
  @Field(text({ maxLength: 100 })) requester!: string;
  @Field(text({ maxLength: 64 }), { secret: true }) nonce!: string;
  @Field(
    list(object(LivenessFrame), { minItems: livenessSeries.minFrames, maxItems: livenessSeries.maxFrames }),
  )
  frames!: LivenessFrame[];
}

export class LivenessResult {
  @Field(text({ format: 'uuid' })) challenge_id!: string;
  @Field(choice(...livenessOutcomes)) outcome!: LivenessOutcome;
  @Field(list(text()), { description: 'Codes; empty if passed' }) reasons!: string[];
  @Field(datetime(), { nullable: true, description: 'A passed challenge can be used until then' })
  usable_until!: Instant | null;
  @Field(record(number()), { description: 'Figures of the movement, as kept for audit' })
  scores!: Record<string, number>;
}

export class RedeemLivenessChallenge {
  @Field(text({ maxLength: 64 })) challenge_id!: string;
  @Field(text({ maxLength: 100 })) requester!: string;
  @Field(text({ maxLength: 40 })) purpose!: string;
  @Field(text({ maxLength: 64 }), { optional: true, nullable: true }) subject?: string | null;
  @Field(text({ maxLength: 80 }), {
    description: 'What the challenge is spent on; the same again gets the same answer',
  })
  used_for!: string;
  @Field(list(bytes(), { minItems: 1, maxItems: 10 }), {
    secret: true,
    description: 'Each must show the face that answered',
  })
  photographs!: Uint8Array[];
}

export const redemptionRefusals = [
  'CHALLENGE_NOT_FOUND',
  'CHALLENGE_NOT_PASSED',
  'CHALLENGE_EXPIRED',
  'CHALLENGE_USED',
  'CHALLENGE_FOR_ANOTHER_PURPOSE',
  'CHALLENGE_OF_ANOTHER_FACE',
] as const;
export type RedemptionRefusal = (typeof redemptionRefusals)[number];

export class LivenessRedemption {
  @Field(boolean()) accepted!: boolean;
  @Field(choice(...redemptionRefusals), { nullable: true }) refusal!: RedemptionRefusal | null;
  @Field(number(), {
    nullable: true,
    description: 'Least similarity of a photograph to the face that answered',
  })
  similarity!: number | null;
}

export class ListLivenessAttempts {
  @Field(text({ maxLength: 100 }), { description: 'The requesters whose names begin so, e.g. a family' })
  requesters!: string;
  @Field(choice(...livenessOutcomes), { optional: true }) outcome?: LivenessOutcome;
  @Field(datetime(), { optional: true, description: 'Attempts made before this moment' }) before?: Instant;
  @Field(uuid(), {
    optional: true,
    description: 'Also the attempts of that moment whose ids come before this one',
  })
  before_id?: string;
  @Field(integer({ min: 1, max: 200 }), { default: 50 }) limit!: number;
}

/** What became of a challenge, without pictures or faces. */
export class LivenessAttempt {
  @Field(text({ format: 'uuid' })) challenge_id!: string;
  @Field(text(), { example: 'attendance:7' }) requester!: string;
  @Field(text(), { example: 'verify' }) purpose!: string;
  @Field(datetime()) created_at!: Instant;
  @Field(datetime(), { nullable: true }) answered_at!: Instant | null;
  @Field(choice(...livenessOutcomes), { nullable: true, description: 'Null without an answer' })
  outcome!: LivenessOutcome | null;
  @Field(list(text())) reasons!: string[];
  @Field(record(number())) scores!: Record<string, number>;
  @Field(text(), {
    nullable: true,
    description: 'What it was spent on',
    example: 'verify_b2c3d4e5-f6a7-4901-bcde-f23456789012',
  })
  used_for!: string | null;
  @Field(datetime(), { nullable: true }) used_at!: Instant | null;
  @Field(score(), { nullable: true, description: 'Similarity of the photograph to the face that answered' })
  used_similarity!: number | null;
}

export class LivenessAttempts {
  @Field(list(object(LivenessAttempt)), { description: 'Newest first' }) results!: LivenessAttempt[];
}

/** Errors of an answer that changes nothing: the challenge stays open unless its time is over. */
export const livenessAnswerErrors = {
  CHALLENGE_NOT_FOUND: errorReply(404, 'There is no such challenge.'),
  CHALLENGE_EXPIRED: errorReply(410, 'The time of this challenge is over; ask for a new one.'),
  CHALLENGE_ANSWERED: errorReply(409, 'This challenge has been answered; ask for a new one.'),
  NONCE_WRONG: errorReply(409, 'The nonce belongs to another challenge; send the one that came with this.'),
  SERIES_TOO_LARGE: errorReply(
    413,
    'The frames have more than 8 MiB together, or one has more than 1 MiB or 2 megapixels (1920 × 1080 fits); send smaller ones.',
  ),
  ANSWER_IN_PROGRESS: errorReply(
    409,
    'Another answer of this account is being judged; send this one when that is done.',
  ),
};

/** Active liveness (presentation attack detection): steps that a living person follows before the camera. */
export const livenessContract = contract(
  'vision.liveness',
  { family: 'attendance', tag: 'Internal' },
  {
    create: op({
      body: CreateLivenessChallenge,
      reply: LivenessChallenge,
      access: internal(),
      summary: 'Make a challenge of random steps at random moments, good for one answer',
    }),
    answer: op({
      body: AnswerLivenessChallenge,
      reply: LivenessResult,
      access: internal(),
      errors: livenessAnswerErrors,
      timeoutMs: 60_000,
      summary:
        'Judge the frames of a person who followed the steps; a failed challenge is a result, not an error',
    }),
    redeem: op({
      body: RedeemLivenessChallenge,
      reply: LivenessRedemption,
      access: internal(),
      timeoutMs: 60_000,
      summary: 'Spend a passed challenge on photographs of the face that answered it; a refusal is a result',
    }),
    attempts: op({
      body: ListLivenessAttempts,
      reply: LivenessAttempts,
      access: internal(),
      summary: 'List challenges and what became of them, for audit',
    }),
  },
);
