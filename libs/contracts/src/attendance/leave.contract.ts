import {
  authenticated,
  contract,
  errorReply,
  op,
  pageOf,
  PageQuery,
  RawBody,
  roles,
} from '../contract/index.js';
import { choice, Field, integer, nameText, object, opaqueText, soughtText, text } from '../fields/index.js';
import { MEBIBYTE } from '../sizes.js';
import { LogEmployee } from './attendance.contract.js';
import { type DayPart, dayParts } from './holiday-calendar.contract.js';
import { planDate } from './plan-date.js';

export class LeaveBody {
  @Field(soughtText({ maxLength: 20 }), { example: 'FAC001' }) employee_id!: string;
  @Field(nameText({ maxLength: 100 }), { example: 'Annual leave', description: 'What kind of leave it is' })
  kind!: string;
  @Field(planDate(), { example: '2026-07-06', description: 'First day' }) date_from!: string;
  @Field(planDate(), { example: '2026-07-17', description: 'Last day, inclusive' }) date_to!: string;
  @Field(choice(...dayParts), { default: 'day', description: 'The part of each of these days that is free' })
  part!: DayPart;
}

export const leaveStatuses = ['approved', 'cancelled'] as const;

/** A row of an import. */
export class LeaveRow extends LeaveBody {
  @Field(opaqueText({ maxLength: 100 }), {
    example: 'HR-2026-0815',
    description: 'Id in the HR system. A row with a known one changes that leave',
  })
  reference!: string;
  @Field(choice(...leaveStatuses), {
    default: 'approved',
    description: 'cancelled: the leave with this reference is removed, if there is one',
  })
  status!: (typeof leaveStatuses)[number];
}

export class LeaveView {
  @Field(text(), { example: '0d9f0c86-9d3c-4a57-8f4b-5a3a3f1f2c01' }) id!: string;
  @Field(object(LogEmployee)) employee!: LogEmployee;
  @Field(text(), { description: 'What kind of leave it is', example: 'Annual leave' }) kind!: string;
  @Field(text({ format: 'date' }), { description: 'First day' }) date_from!: string;
  @Field(text({ format: 'date' }), { description: 'Last day, inclusive' }) date_to!: string;
  @Field(choice(...dayParts), { description: 'The part of each of these days that is free' }) part!: DayPart;
  @Field(text(), {
    nullable: true,
    example: 'HR-2026-0815',
    description: 'Id in the HR system; null for leave that was entered here',
  })
  reference!: string | null;
}

export class LeaveImport {
  @Field(integer(), { description: 'Rows in the body', example: 120 }) received!: number;
  @Field(integer(), { description: 'New leave', example: 100 }) created!: number;
  @Field(integer(), { description: 'Known leave that is different now', example: 4 }) changed!: number;
  @Field(integer(), { description: 'Leave that was removed', example: 1 }) cancelled!: number;
  @Field(integer(), { description: 'Rows that changed nothing', example: 15 }) unchanged!: number;
}

export class LeaveQuery extends PageQuery {
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true }) employee_id?: string;
  @Field(planDate(), { optional: true, description: 'Only leave that ends on this day or later' })
  date_from?: string;
  @Field(planDate(), { optional: true, description: 'Only leave that begins on this day or earlier' })
  date_to?: string;
}

export class LeavePath {
  @Field(opaqueText({ maxLength: 36 }), { example: '0d9f0c86-9d3c-4a57-8f4b-5a3a3f1f2c01' }) id!: string;
}

export const leaveMediaTypes = ['application/json', 'text/csv'] as const;
export const LEAVE_IMPORT_LIMIT_BYTES = 4 * MEBIBYTE;
export const MAX_LEAVE_ROWS = 20_000;

const reversed = { DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from') };

/** Leave of people, as an HR system keeps it. */
export const leaveContract = contract(
  'attendance.leave',
  { family: 'attendance', tag: 'Working time' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/leave/' },
      query: LeaveQuery,
      reply: pageOf(LeaveView),
      access: authenticated(),
      summary: 'Leave by first day; all but administrators see their own',
    }),
    create: op({
      http: { method: 'POST', path: '/api/v1/leave/', status: 201 },
      body: LeaveBody,
      reply: LeaveView,
      access: roles('admin'),
      errors: {
        ...reversed,
        EMPLOYEE_UNKNOWN: errorReply(400, 'There is no employee {employee}.', 'employee_id'),
        LEAVE_OVERLAPS: errorReply(
          409,
          'The person has leave then already: {kind} from {first} to {last}. Remove that first.',
          'detail',
        ),
      },
      summary: 'Enter leave of a person',
    }),
    remove: op({
      http: { method: 'DELETE', path: '/api/v1/leave/{id}/', status: 204 },
      params: LeavePath,
      access: roles('admin'),
      errors: { LEAVE_NOT_FOUND: errorReply(404, 'Leave not found') },
      summary: 'Remove leave',
    }),
    import: op({
      http: {
        method: 'POST',
        path: '/api/v1/leave/import/',
        bodyLimitBytes: LEAVE_IMPORT_LIMIT_BYTES,
        rawBody: { mediaTypes: leaveMediaTypes, item: LeaveRow },
      },
      body: RawBody,
      reply: LeaveImport,
      access: roles('admin'),
      timeoutMs: 30_000,
      limit: 'reports',
      summary: 'Take over leave of an HR system, from JSON or CSV',
      description:
        'A JSON array, or CSV in UTF-8 with a header line, separated by commas, semicolons or tabs; at most 20,000 rows and 4 MiB; gzip ' +
        'is accepted (Content-Encoding). All rows are taken over or none; refused ones are named by position from 1, at most 100. ' +
        'The same file twice changes nothing.',
    }),
  },
);
