import { examplePicture } from '../vision/example-picture.js';
import { authenticated, contract, errorReply, op, roles } from '../contract/index.js';
import {
  choice,
  code,
  datetime,
  Field,
  integer,
  list,
  number,
  object,
  opaqueText,
  pictureText,
  text,
  uuid,
} from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import {
  livenessAnswerErrors,
  LivenessAttempts,
  LivenessChallenge,
  type LivenessOutcome,
  livenessOutcomes,
  livenessSeries,
} from '../vision/liveness.contract.js';
import { livenessFailures, livenessObstacles } from '../vision/liveness-reasons.js';
import type { Instant } from '../instant.js';

export const livenessPurposes = ['verify', 'enroll'] as const;
export type LivenessPurpose = (typeof livenessPurposes)[number];

export class RequestLivenessChallenge {
  @Field(choice(...livenessPurposes), {
    default: 'verify',
    description: 'What the passed challenge is for; it is good for nothing else',
  })
  purpose!: LivenessPurpose;
}

export class ChallengePath {
  @Field(opaqueText({ maxLength: 64 })) challenge_id!: string;
}

export class SeriesFrame {
  @Field(pictureText({ maxLength: Math.ceil((livenessSeries.maxFrameBytes * 4) / 3) + 200 }), {
    secret: true,
    description: 'JPEG, PNG or WebP, not mirrored',
    example: examplePicture,
  })
  image!: string;
  @Field(number({ min: 0, max: livenessSeries.maxDurationMs }), {
    description: 'Milliseconds after the first frame, rising',
  })
  at_ms!: number;
}

export class AnswerChallenge {
  @Field(opaqueText({ maxLength: 64 }), { secret: true }) nonce!: string;
  @Field(
    list(object(SeriesFrame), { minItems: livenessSeries.minFrames, maxItems: livenessSeries.maxFrames }),
    { description: 'Six to ten frames a second, from the start to `duration_ms`' },
  )
  frames!: SeriesFrame[];
}

export class LivenessReason {
  @Field(code(...livenessFailures, ...livenessObstacles), {
    description: `failed: ${livenessFailures.join(', ')}; inconclusive: ${livenessObstacles.join(', ')}`,
    example: 'BLINK_MISSING',
  })
  code!: string;
  @Field(text(), {
    description: 'What was seen and what to do',
    example: 'No blink was seen; blink when you are told',
  })
  message!: string;
}

export class ChallengeOutcome {
  @Field(text({ format: 'uuid' })) challenge_id!: string;
  @Field(choice(...livenessOutcomes), {
    description:
      'Send `challenge_id` as `liveness_challenge_id` if passed; ask for a new challenge otherwise',
  })
  outcome!: LivenessOutcome;
  @Field(list(object(LivenessReason))) reasons!: LivenessReason[];
  @Field(datetime(), { nullable: true, description: 'A passed challenge can be used once, until then' })
  usable_until!: Instant | null;
}

export class AttemptFilter {
  @Field(choice(...livenessOutcomes), { optional: true }) outcome?: LivenessOutcome;
  @Field(datetime(), {
    optional: true,
    example: '2026-03-15T08:45:00.123456Z',
    description: 'Attempts made before this moment; for the next page, `created_at` of the last attempt',
  })
  before?: Instant;
  @Field(uuid(), {
    optional: true,
    description:
      'For the next page, `challenge_id` of the last attempt, since others may be of the same moment',
  })
  before_id?: string;
  @Field(integer({ min: 1, max: 200 }), { default: 50 }) limit!: number;
}

/** Active liveness for kiosks and mobile check-in. */
export const faceLivenessContract = contract(
  'attendance.liveness',
  { family: 'attendance', tag: 'Face liveness' },
  {
    create: op({
      http: { method: 'POST', path: '/api/v1/face/liveness/challenges/', status: 201 },
      body: RequestLivenessChallenge,
      reply: LivenessChallenge,
      access: authenticated(),
      limit: 'liveness',
      summary: 'Make a challenge that proves a living person before the camera',
      description:
        'Show each step at its moment, not before, and record six to ten frames a second until `duration_ms`. ' +
        'Only the account that made a challenge can answer and use it. An account has one open challenge for each purpose: a new ' +
        'one replaces it.',
    }),
    answer: op({
      http: {
        method: 'POST',
        path: '/api/v1/face/liveness/challenges/{challenge_id}/answer/',
        bodyLimitBytes: 12 * MEBIBYTE,
      },
      params: ChallengePath,
      body: AnswerChallenge,
      reply: ChallengeOutcome,
      access: authenticated(),
      limit: 'liveness',
      errors: livenessAnswerErrors,
      timeoutMs: 60_000,
      summary: 'Send the frames of a person who followed the steps; a challenge takes one answer',
      description:
        'Frames are judged and forgotten. What is kept is the outcome, its reasons, figures of the movement, and coarse prints of ' +
        'passed series by which a recording that is sent again is told. A passed series means a living person only where the site ' +
        'controls the device that recorded it: frames that a client uploads prove nothing about a camera.',
    }),
    attempts: op({
      http: { method: 'GET', path: '/api/v1/face/liveness/attempts/' },
      query: AttemptFilter,
      reply: LivenessAttempts,
      access: roles('admin'),
      summary: 'List liveness challenges and what became of them, newest first',
      description:
        'The audit of attempts: outcome, reasons and figures of the movement. There are no pictures.',
    }),
  },
);

/** What a request for a face misses. */
export const livenessRequired = {
  LIVENESS_REQUIRED: errorReply(
    403,
    'This camera takes faces only of people who passed a liveness challenge. Make one at /api/v1/face/liveness/challenges/, ' +
      'answer it and send its id as liveness_challenge_id.',
  ),
};
