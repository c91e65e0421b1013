import { authenticated, contract, errorReply, op, pageOf, PageQuery } from '../contract/index.js';
import { choice, code, Field, integer, list, object, soughtText, text } from '../fields/index.js';
import { LogEmployee } from './attendance.contract.js';
import { planDate } from './plan-date.js';

export const workDayStatuses = [
  'present',
  'half_day',
  'absent',
  'incomplete',
  'open',
  'leave',
  'holiday',
  'off',
  'unplanned',
  'unknown',
] as const;
export type WorkDayStatus = (typeof workDayStatuses)[number];

export const workReasonCodes = [
  'holiday',
  'leave',
  'late',
  'early_leave',
  'missing_in',
  'missing_out',
  'absent',
  'half_day',
  'part_missed',
  'extra',
  'correction',
  'repeated',
  'outside',
  'open',
  'off',
  'unplanned',
  'deleted',
] as const;
export type WorkReasonCode = (typeof workReasonCodes)[number];

export class WorkReason {
  @Field(code(...workReasonCodes), { example: 'late' }) code!: string;
  @Field(text(), {
    description: 'Times are those of the clocks of the shift',
    example: 'late 12 min: shift 09:00 + grace 5, came 09:12',
  })
  text!: string;
}

export class WorkMinutes {
  @Field(integer(), { description: 'Minutes to be worked, without breaks, holidays and leave', example: 450 })
  planned_min!: number;
  @Field(integer(), { description: 'Minutes worked of these', example: 438 }) worked_min!: number;
  @Field(integer(), { description: 'Minutes late, since the shift began; 0 within grace', example: 12 })
  late_min!: number;
  @Field(integer(), { description: 'Minutes left early; 0 within grace', example: 0 })
  early_leave_min!: number;
  @Field(integer(), {
    description: 'Minutes present before or after the shift, on holidays, on leave, or without a shift',
    example: 20,
  })
  extra_min!: number;
  @Field(integer(), { description: 'Minutes that a holiday made free', example: 0 }) holiday_min!: number;
  @Field(integer(), { description: 'Minutes that leave made free', example: 0 }) leave_min!: number;
}

const moment = { nullable: true, example: '2026-03-16T08:12:00Z' } as const;

export class WorkedShift extends WorkMinutes {
  @Field(text(), { example: '7d444840-9dc0-41d1-b245-5ffdce74fad2' }) id!: string;
  @Field(text(), { example: 'Day' }) name!: string;
  @Field(choice(...workDayStatuses), { description: 'How this shift went' }) status!: WorkDayStatus;
  @Field(text({ format: 'date-time' }), { description: 'When it starts', example: '2026-03-16T08:00:00Z' })
  starts_at!: string;
  @Field(text({ format: 'date-time' }), { description: 'When it ends', example: '2026-03-16T16:00:00Z' })
  ends_at!: string;
  @Field(text({ format: 'date-time' }), {
    ...moment,
    description: 'When the person came, as far as it is known',
  })
  came_at!: string | null;
  @Field(text({ format: 'date-time' }), {
    ...moment,
    description: 'When the person left, as far as it is known',
  })
  left_at!: string | null;
}

export class WorkDayView extends WorkMinutes {
  @Field(object(LogEmployee)) employee!: LogEmployee;
  @Field(text({ format: 'date' }), { description: 'On which its shifts start' }) date!: string;
  @Field(choice(...workDayStatuses), {
    description:
      'incomplete: a punch is missing, so a correction is needed. open: not over yet. off: no shift. unplanned: present without a shift. unknown: the attendance of that day is deleted already',
  })
  status!: WorkDayStatus;
  @Field(text({ format: 'date-time' }), { ...moment, description: 'When the person came first' }) came_at!:
    string | null;
  @Field(text({ format: 'date-time' }), { ...moment, description: 'When the person left last' }) left_at!:
    string | null;
  @Field(list(object(WorkReason)), { description: 'Why it is so, in words' }) reasons!: WorkReason[];
  @Field(list(object(WorkedShift)), { description: 'The shifts that start on the date, in order' })
  shifts!: WorkedShift[];
}

export class WorkDayQuery extends PageQuery {
  @Field(planDate(), { example: '2026-03-01', description: 'First day, inclusive' }) date_from!: string;
  @Field(planDate(), { example: '2026-03-31', description: 'Last day, inclusive; at most 62 days in all' })
  date_to!: string;
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true }) employee_id?: string;
  @Field(soughtText({ allowBlank: true, maxLength: 100 }), { optional: true }) department?: string;
}

/** Days of people, derived from punches, shifts, holidays and leave when they are read. */
export const workDayContract = contract(
  'attendance.work-day',
  { family: 'attendance', tag: 'Working time' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/work-days/' },
      query: WorkDayQuery,
      reply: pageOf(WorkDayView),
      access: authenticated(),
      errors: {
        DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from'),
        RANGE_TOO_LONG: errorReply(400, 'Ask for 62 days at most.', 'date_to'),
      },
      summary: 'Days of working time with their reasons, by employee id and date; students see their own',
      description:
        'Nothing of a day is stored: it is derived from punches, shifts, holidays, leave and approved corrections, so a late punch or a ' +
        'changed holiday changes it. Times count by the minute that clocks show.',
    }),
  },
);
