import { authenticated, contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import { choice, datetime, Field, freeText, object, opaqueText, soughtText, text } from '../fields/index.js';
import type { Instant } from '../instant.js';
import { LogEmployee } from './attendance.contract.js';

export const correctionStatuses = ['open', 'approved', 'rejected', 'withdrawn'] as const;
export type CorrectionStatus = (typeof correctionStatuses)[number];

const directions = ['in', 'out'] as const;

export class CorrectionBody {
  @Field(soughtText({ maxLength: 20 }), {
    optional: true,
    example: 'FAC001',
    inBodyExample: false,
    description: 'Whose punch is missing; default: the caller. Only administrators name somebody else',
  })
  employee_id?: string;
  @Field(datetime(), { example: '2026-03-16T16:00:00Z', description: 'When the person came or left' })
  timestamp!: Instant;
  @Field(choice(...directions), {
    optional: true,
    nullable: true,
    example: 'out',
    description: 'Whether they came or left; only shifts that pair by directions look at it',
  })
  direction?: (typeof directions)[number] | null;
  @Field(freeText({ maxLength: 500 }), {
    example: 'The badge reader was out of order',
    description: 'Why it is missing',
  })
  reason!: string;
}

export class CorrectionDecision {
  @Field(choice('approve', 'reject'), {
    example: 'approve',
    description: 'Whether the punch counts from now on',
  })
  decision!: 'approve' | 'reject';
  @Field(freeText({ maxLength: 500, allowBlank: true }), {
    default: '',
    example: 'Seen by the guard',
    description: 'What the person is told',
  })
  note!: string;
}

export class CorrectionView {
  @Field(text(), { example: 'b6f5f9b0-3c8c-4df0-9f0a-8f6c1d2e3a44' }) id!: string;
  @Field(object(LogEmployee)) employee!: LogEmployee;
  @Field(text({ format: 'date-time' }), { description: 'When the person came or left' }) timestamp!: string;
  @Field(choice(...directions), { nullable: true, description: 'Whether they came or left; null for either' })
  direction!: string | null;
  @Field(text(), { description: 'Why it is missing', example: 'The badge reader was out of order' })
  reason!: string;
  @Field(choice(...correctionStatuses), { description: 'Only an approved one counts as a punch' })
  status!: CorrectionStatus;
  @Field(text(), { description: 'Employee id of the account that asked', example: 'FAC001' })
  requested_by!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it was asked for' }) requested_at!: string;
  @Field(text(), {
    nullable: true,
    example: 'ADM001',
    description: 'Employee id of the account that decided; null before',
  })
  decided_by!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'When it was decided; null before' })
  decided_at!: string | null;
  @Field(text({ allowBlank: true }), {
    description: 'What was said to the decision',
    example: 'Seen by the guard',
  })
  note!: string;
}

export class CorrectionQuery extends PageQuery {
  @Field(choice(...correctionStatuses), { optional: true }) status?: CorrectionStatus;
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true }) employee_id?: string;
}

export class CorrectionPath {
  @Field(opaqueText({ maxLength: 36 }), { example: 'b6f5f9b0-3c8c-4df0-9f0a-8f6c1d2e3a44' }) id!: string;
}

const notFound = { CORRECTION_NOT_FOUND: errorReply(404, 'Correction not found') };
const decided = { CORRECTION_DECIDED: errorReply(409, 'The correction is {status} already.') };

/** Punches that are missing, as people remember them; an administrator decides. */
export const correctionContract = contract(
  'attendance.correction',
  { family: 'attendance', tag: 'Working time' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/corrections/' },
      query: CorrectionQuery,
      reply: pageOf(CorrectionView),
      access: authenticated(),
      sessionOnly: 'always',
      summary: 'Corrections, newest first; all but administrators see their own',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/corrections/', status: 201 },
      body: CorrectionBody,
      reply: CorrectionView,
      access: authenticated(),
      sessionOnly: 'always',
      errors: {
        USER_NOT_FOUND: errorReply(404, 'User not found'),
        TIMESTAMP_IN_FUTURE: errorReply(400, 'The timestamp is in the future.', 'timestamp'),
        TOO_MANY_CORRECTIONS: errorReply(409, '50 corrections of this person wait for a decision.'),
      },
      summary: 'Ask for a missing punch to be added',
      description:
        'It counts once an administrator approved it. The attendance log itself stays as it was recorded.',
    }),
    decide: op({
      http: { method: 'POST', path: '/api/v1/corrections/{id}/decide/' },
      params: CorrectionPath,
      body: CorrectionDecision,
      reply: CorrectionView,
      access: roles('admin'),
      sessionOnly: 'always',
      errors: {
        ...notFound,
        ...decided,
        CORRECTION_OWN: errorReply(
          409,
          'Another administrator must decide: it is your own, or you asked for it.',
        ),
      },
      summary: 'Approve or reject a correction',
    }),
    withdraw: op({
      http: { method: 'POST', path: '/api/v1/corrections/{id}/withdraw/' },
      params: CorrectionPath,
      reply: CorrectionView,
      access: authenticated(),
      sessionOnly: 'always',
      errors: { ...notFound, ...decided },
      summary: 'Take back a correction that the caller asked for and nobody decided',
    }),
  },
);
