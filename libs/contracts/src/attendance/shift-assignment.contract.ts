import { authenticated, contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  choice,
  Field,
  integer,
  list,
  object,
  opaqueText,
  partialOf,
  soughtText,
  text,
} from '../fields/index.js';
import { LogEmployee } from './attendance.contract.js';
import { planDate } from './plan-date.js';
import { shiftsOverlap } from './shift.contract.js';

export const shiftTurns = ['week', 'day'] as const;

/** Stands in a rotation for a turn without a shift. */
export const OFF = 'off';

export class AssignmentRules {
  @Field(list(opaqueText({ maxLength: 36 }), { minItems: 1, maxItems: 28 }), {
    example: ['7d444840-9dc0-41d1-b245-5ffdce74fad2'],
    description: 'Ids of shifts. Several take turns, beginning with `date_from`; `off` is a turn without one',
  })
  shifts!: string[];
  @Field(choice(...shiftTurns), {
    default: 'week',
    description: 'When the next shift has its turn: on each Monday, or on each day',
  })
  turn!: (typeof shiftTurns)[number];
  @Field(planDate(), { example: '2026-03-02', description: 'First day' }) date_from!: string;
  @Field(planDate(), {
    optional: true,
    nullable: true,
    example: '2026-12-31',
    description: 'Last day, inclusive; null for no end',
  })
  date_to?: string | null;
  @Field(opaqueText({ maxLength: 36 }), {
    optional: true,
    nullable: true,
    example: '3b1f6f6e-4a53-4b3c-9a0e-2f7d1c1d5a11',
    inBodyExample: false,
    description: 'Id of another calendar of holidays than that of the shifts, for example that of the site',
  })
  holiday_calendar?: string | null;
}

export class AssignShifts extends AssignmentRules {
  @Field(list(soughtText({ maxLength: 20 }), { minItems: 1, maxItems: 1000 }), {
    example: ['FAC001'],
    description: 'Whose shifts they are',
  })
  employee_ids!: string[];
}

export const AssignmentChange = partialOf(AssignmentRules);
export type AssignmentChange = InstanceType<typeof AssignmentChange>;

export class AssignmentView {
  @Field(text(), { example: '5a2f4b7e-6c4e-4d8e-9d59-0f8f1f3f7f10' }) id!: string;
  @Field(object(LogEmployee)) employee!: LogEmployee;
  @Field(list(text()), {
    description: 'Ids of shifts; several take turns',
    example: ['7d444840-9dc0-41d1-b245-5ffdce74fad2'],
  })
  shifts!: string[];
  @Field(choice(...shiftTurns), {
    description: 'When the next shift has its turn: on each Monday, or on each day',
  })
  turn!: string;
  @Field(text({ format: 'date' })) date_from!: string;
  @Field(text({ format: 'date' }), { nullable: true, description: 'Last day; null for no end' })
  date_to!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Id of the calendar of holidays; null for that of the shifts',
    example: '3b1f6f6e-4a53-4b3c-9a0e-2f7d1c1d5a11',
  })
  holiday_calendar!: string | null;
}

export class Assigned {
  @Field(integer(), { description: 'People who have the shifts now', example: 1 }) assigned!: number;
  @Field(list(text()), {
    description:
      'Ids of their assignments, in the order of `employee_ids`; who is named twice is assigned once',
    example: ['5a2f4b7e-6c4e-4d8e-9d59-0f8f1f3f7f10'],
  })
  ids!: string[];
}

export class AssignmentQuery extends PageQuery {
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true }) employee_id?: string;
  @Field(planDate(), { optional: true, description: 'Only assignments that hold on this day' }) on?: string;
}

export class AssignmentPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '5a2f4b7e-6c4e-4d8e-9d59-0f8f1f3f7f10' }) id!: string;
}

const notFound = { ASSIGNMENT_NOT_FOUND: errorReply(404, 'Assignment not found') };
const refusals = {
  SHIFT_UNKNOWN: errorReply(400, 'There is no shift {shift}.', 'shifts'),
  HOLIDAY_CALENDAR_UNKNOWN: errorReply(400, 'There is no such calendar of holidays.', 'holiday_calendar'),
  DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from'),
  SHIFTS_OVERLAP: shiftsOverlap,
};
const admins = roles('admin');

/** Who works which shifts. */
export const shiftAssignmentContract = contract(
  'attendance.shift-assignment',
  { family: 'attendance', tag: 'Working time' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/shift-assignments/' },
      query: AssignmentQuery,
      reply: pageOf(AssignmentView),
      access: authenticated(),
      summary: 'Assignments by person and first day; students see their own',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/shift-assignments/', status: 201 },
      body: AssignShifts,
      reply: Assigned,
      access: admins,
      errors: {
        ...refusals,
        EMPLOYEE_UNKNOWN: errorReply(
          400,
          'There is no employee {employee}. Nothing was assigned.',
          'employee_ids',
        ),
      },
      summary: 'Assign shifts to people: one, a split one, or several that take turns',
      description:
        'All of the people get them, or none. Two shifts of a person at one time are refused; the answer names both.',
    }),
    change: op({
      http: { method: 'PATCH', path: '/api/v1/shift-assignments/{id}/' },
      params: AssignmentPath,
      body: AssignmentChange,
      reply: AssignmentView,
      access: admins,
      errors: { ...notFound, ...refusals },
      summary: 'Change or end an assignment',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/shift-assignments/{id}/', status: 204 },
      params: AssignmentPath,
      access: admins,
      errors: notFound,
      summary: 'Remove an assignment, as if it had never been',
    }),
  },
);
