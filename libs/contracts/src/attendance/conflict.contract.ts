import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  Field,
  freeText,
  integer,
  list,
  number,
  object,
  opaqueText,
  score,
  text,
} from '../fields/index.js';
import { ErrorRate } from '../vision/error-rate.js';
import { type ConflictDecision, conflictDecisions } from '../vision/recognition.contract.js';

export const conflictStatuses = ['open', 'closed'] as const;
export type ConflictStatus = (typeof conflictStatuses)[number];

export const conflictKinds = ['duplicate', 'own_template'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export class ConflictPerson {
  @Field(integer()) id!: number;
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true }), { example: 'Jane Doe' }) name!: string;
}

export class ConflictView {
  @Field(text(), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
  @Field(choice(...conflictStatuses)) status!: ConflictStatus;
  @Field(choice(...conflictKinds), {
    description:
      'duplicate: the face may be enrolled for somebody else. own_template: it does not look like the person enrolled so far',
  })
  kind!: ConflictKind;
  @Field(object(ConflictPerson), { description: 'Who was to be enrolled' }) person!: ConflictPerson;
  @Field(object(ConflictPerson), {
    description:
      'Who is enrolled with a face that similar; the person themselves where their own template is not similar',
  })
  other!: ConflictPerson;
  @Field(score(), { description: 'Cosine similarity of the two faces' }) similarity!: number;
  @Field(number(), {
    description: 'Similarity from which an enrolment is held; of the kind own_template, below which',
  })
  threshold!: number;
  @Field(list(object(ErrorRate)), { description: 'FMR and FNMR at that threshold' })
  error_rates!: ErrorRate[];
  @Field(text(), { description: 'Descriptor model behind the similarity', example: 'sface@2021dec-int8bq' })
  model!: string;
  @Field(text({ format: 'date-time' })) opened_at!: string;
  @Field(choice(...conflictDecisions), {
    nullable: true,
    description: 'Null while open, and where the case was closed without a decision',
  })
  decision!: ConflictDecision | null;
  @Field(text(), { nullable: true, description: 'Employee id of the deciding account' })
  decided_by!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Why it was decided so, or closed without a decision',
    example: 'Both identity cards were checked at the desk',
  })
  reason!: string | null;
  @Field(text({ format: 'date-time' }), { nullable: true }) closed_at!: string | null;
  @Field(boolean(), {
    nullable: true,
    description: 'Whether the decision made the template active; null until it has been carried out',
  })
  template_created!: boolean | null;
}

export class ConflictQuery extends PageQuery {
  @Field(choice(...conflictStatuses), { optional: true }) status?: ConflictStatus;
}

export class ConflictPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
}

export class DecideConflict {
  @Field(choice(...conflictDecisions), {
    description:
      'same: one person under two names; the template is destroyed, as is the active one of the person, who stays without a face. ' +
      'different: two people, the template becomes active. twins: as different, and until either is deactivated the two are held ' +
      'against each other only where photographs are nearer to the other person than to their own template. Of the kind own_template: same: the face is that of the person, the template replaces the former one. different: it ' +
      'is not, the enrolment is refused and the former template stays; twins is not possible',
    example: 'different',
  })
  decision!: ConflictDecision;
  @Field(freeText({ maxLength: 500 }), {
    description: 'Why it is decided so',
    example: 'Both identity cards were checked at the desk',
  })
  reason!: string;
}

const notFound = { CONFLICT_NOT_FOUND: errorReply(404, 'Conflict case not found') };

/** Enrolments that wait because the face seems to be enrolled for somebody else, or not to be that of the person enrolled. */
export const conflictContract = contract(
  'attendance.face-conflict',
  { family: 'attendance', tag: 'Face conflicts' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/face/conflicts/' },
      query: ConflictQuery,
      reply: pageOf(ConflictView),
      access: roles('admin'),
      summary: 'Conflict cases, newest first',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/face/conflicts/{id}/' },
      params: ConflictPath,
      reply: ConflictView,
      access: roles('admin'),
      errors: notFound,
      summary: 'A conflict case',
    }),
    decide: op({
      http: { method: 'POST', path: '/api/v1/face/conflicts/{id}/decide/' },
      params: ConflictPath,
      body: DecideConflict,
      reply: ConflictView,
      access: roles('admin'),
      errors: {
        ...notFound,
        CONFLICT_HAS_ONE_PERSON: errorReply(400, 'Such a case names one person: decide same or different.'),
        CONFLICT_CLOSED: errorReply(409, 'The case was closed otherwise.'),
      },
      summary: 'Decide a conflict case; the same decision again answers the same',
    }),
  },
);
