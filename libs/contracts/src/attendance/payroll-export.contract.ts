import {
  contract,
  errorReply,
  op,
  pageOf,
  PageQuery,
  roles,
  StreamPiece,
  StreamPosition,
} from '../contract/index.js';
import { choice, Field, integer, list, object, opaqueText, soughtText, text } from '../fields/index.js';
import { LogEmployee } from './attendance.contract.js';
import { planDate } from './plan-date.js';
import { WorkMinutes, WorkReason, workDayStatuses, type WorkDayStatus } from './work-day.contract.js';

export class PayrollPeriod {
  @Field(planDate(), { example: '2026-03-01', description: 'First day' }) date_from!: string;
  @Field(planDate(), {
    example: '2026-03-31',
    description: 'Last day, inclusive; over, and at most 62 days in all',
  })
  date_to!: string;
  @Field(soughtText({ maxLength: 100 }), {
    optional: true,
    nullable: true,
    example: 'Computer Science',
    inBodyExample: false,
    description: 'Only people of this department; default: all',
  })
  department?: string | null;
}

export const payrollStatuses = ['closed', 'withdrawn'] as const;
export type PayrollStatus = (typeof payrollStatuses)[number];

export class PayrollExportView {
  @Field(text(), { example: '4b8f2a53-6f0e-4c39-8d9c-0a1b2c3d4e5f' }) id!: string;
  @Field(text({ format: 'date' }), { description: 'First day' }) date_from!: string;
  @Field(text({ format: 'date' }), { description: 'Last day, inclusive' }) date_to!: string;
  @Field(text(), { nullable: true, description: 'Only people of this department; null for all' })
  department!: string | null;
  @Field(choice(...payrollStatuses), {
    description: 'withdrawn: the period may be exported again; what was exported stays readable',
  })
  status!: PayrollStatus;
  @Field(integer(), { description: 'People in it', example: 4250 }) people!: number;
  @Field(integer(), {
    description: 'Days that lacked a punch when it was made: ask for corrections before you pay',
    example: 12,
  })
  incomplete_days!: number;
  @Field(text({ format: 'date-time' })) created_at!: string;
  @Field(text(), { nullable: true, description: 'Employee id of the account that made it' }) created_by!:
    string | null;
  @Field(text({ format: 'date-time' }), { nullable: true, description: 'When it was withdrawn; null if not' })
  withdrawn_at!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Employee id of the account that withdrew it; null if nobody did',
    example: 'ADM001',
  })
  withdrawn_by!: string | null;
}

export class PayrollDay extends WorkMinutes {
  @Field(text({ format: 'date' }), { description: 'On which its shifts start' }) date!: string;
  @Field(choice(...workDayStatuses), { description: 'How the day went' }) status!: WorkDayStatus;
}

export class PayrollSheet extends WorkMinutes {
  @Field(object(LogEmployee), { description: 'The person, as they were called when it was made' })
  employee!: LogEmployee;
  @Field(integer(), { description: 'Days present, also for a part of the shift', example: 20 })
  attended_days!: number;
  @Field(integer(), { description: 'Days absent', example: 1 }) absent_days!: number;
  @Field(list(object(PayrollDay)), { description: 'Each day of the period' }) days!: PayrollDay[];
}

export class PayrollDifference {
  @Field(object(LogEmployee)) employee!: LogEmployee;
  @Field(text({ format: 'date' })) date!: string;
  @Field(object(PayrollDay), {
    nullable: true,
    description: 'As it was exported; null if the person was not in it',
  })
  exported!: PayrollDay | null;
  @Field(object(PayrollDay), { description: 'As it is derived now' }) now!: PayrollDay;
  @Field(list(object(WorkReason)), { description: 'Why it is so now, in words' }) reasons!: WorkReason[];
}

export class PayrollPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '4b8f2a53-6f0e-4c39-8d9c-0a1b2c3d4e5f' }) id!: string;
}

export const payrollRows = ['totals', 'days'] as const;

export class PayrollFileQuery {
  @Field(choice(...payrollRows), {
    default: 'totals',
    description: 'totals: one row for each person. days: one row for each person and day',
  })
  rows!: (typeof payrollRows)[number];
}

const notFound = { PAYROLL_EXPORT_NOT_FOUND: errorReply(404, 'Payroll export not found') };
const administrators = { access: roles('admin') } as const;
const SLOW_MS = 30_000;

/** Working time of a period as it was given to payroll. It never changes; what changed afterwards is told as differences. */
export const payrollExportContract = contract(
  'attendance.payroll-export',
  { family: 'attendance', tag: 'Working time' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/payroll-exports/' },
      query: PageQuery,
      reply: pageOf(PayrollExportView),
      ...administrators,
      summary: 'Payroll exports, newest first',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/payroll-exports/', status: 201 },
      body: PayrollPeriod,
      reply: PayrollExportView,
      ...administrators,
      timeoutMs: SLOW_MS,
      limit: 'reports',
      errors: {
        DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from'),
        RANGE_TOO_LONG: errorReply(400, 'A period has 62 days at most.', 'date_to'),
        PERIOD_OPEN: errorReply(409, 'The period is not over: {what}. Export it afterwards.'),
        PERIOD_EXPORTED: errorReply(
          409,
          'The export {export} of {from} to {to} holds days of {employee} already. Withdraw it first, or choose other days.',
        ),
        PERIOD_DELETED: errorReply(
          409,
          'Attendance until {date} is deleted by its age (ATTENDANCE_LOG_RETENTION_DAYS). Export later days.',
        ),
        NOBODY_TO_PAY: errorReply(409, 'Nobody had a shift or attended in this period.'),
      },
      summary: 'Close a period and keep its working time for payroll',
      description:
        'Everybody who had a shift or attended is in it. Later punches, corrections and changes of shifts, holidays and leave do not change ' +
        'it: `differences` tells them.',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/payroll-exports/{id}/' },
      params: PayrollPath,
      reply: PayrollExportView,
      ...administrators,
      errors: notFound,
      summary: 'Read what a payroll export is',
    }),
    sheets: op({
      http: { method: 'GET', path: '/api/v1/payroll-exports/{id}/sheets/' },
      params: PayrollPath,
      query: PageQuery,
      reply: pageOf(PayrollSheet),
      ...administrators,
      errors: notFound,
      summary: 'Totals and days of each person, by employee id',
    }),
    file: op({
      http: {
        method: 'GET',
        path: '/api/v1/payroll-exports/{id}/file/',
        stream: { mediaTypes: ['text/csv'] },
      },
      params: PayrollPath,
      query: PayrollFileQuery,
      body: StreamPosition,
      reply: StreamPiece,
      ...administrators,
      limit: 'reports',
      errors: notFound,
      summary: 'Download a payroll export as CSV',
    }),
    differences: op({
      http: { method: 'GET', path: '/api/v1/payroll-exports/{id}/differences/' },
      params: PayrollPath,
      query: PageQuery,
      reply: pageOf(PayrollDifference),
      ...administrators,
      timeoutMs: SLOW_MS,
      limit: 'reports',
      errors: notFound,
      summary: 'Days that are different now from what was exported, with their reasons',
      description:
        'Days whose attendance is deleted by its age (ATTENDANCE_LOG_RETENTION_DAYS) are not compared.',
    }),
    withdraw: op({
      http: { method: 'POST', path: '/api/v1/payroll-exports/{id}/withdraw/' },
      params: PayrollPath,
      reply: PayrollExportView,
      ...administrators,
      sessionOnly: 'always',
      errors: {
        ...notFound,
        PAYROLL_EXPORT_WITHDRAWN: errorReply(409, 'The export is withdrawn already.'),
      },
      summary: 'Withdraw a payroll export, so that its period can be exported again',
    }),
  },
);
