import { authenticated, contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  date,
  datetime,
  email,
  Field,
  freeText,
  integer,
  number,
  object,
  ofSite,
  record,
  score,
  soughtText,
  text,
  timeZone,
} from '../fields/index.js';
import type { Instant } from '../instant.js';

export class LogEmployee {
  @Field(integer()) id!: number;
  @Field(text()) employee_id!: string;
  @Field(text({ allowBlank: true }), { example: 'Jane Doe' }) name!: string;
  @Field(text({ allowBlank: true }), { nullable: true }) department!: string | null;
}

export class LogCamera {
  @Field(text(), {
    nullable: true,
    description: 'Null where the request named only a location',
    example: 'CAM001',
  })
  id!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Equal to the id where the camera is not registered',
    example: 'Main Entrance',
  })
  name!: string | null;
  @Field(text(), { nullable: true }) location!: string | null;
}

/** How a person was found present. All count alike: nobody is forced to enrol a face. */
export const attendanceMethods = ['face', 'manual', 'badge', 'pin', 'mobile', 'remote'] as const;
export type AttendanceMethod = (typeof attendanceMethods)[number];

export const attendanceDirections = ['in', 'out'] as const;
export type AttendanceDirection = (typeof attendanceDirections)[number];

export class AttendanceLogView {
  @Field(integer()) id!: number;
  @Field(object(LogEmployee)) employee!: LogEmployee;
  @Field(text({ format: 'date-time' })) timestamp!: string;
  @Field(object(LogCamera), { nullable: true }) camera!: LogCamera | null;
  @Field(score(), { nullable: true, description: 'Probability of the match; null for manual entries' })
  confidence!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'Seconds from acceptance to decision; null for manual entries',
  })
  verification_time!: number | null;
  @Field(choice(...attendanceMethods), {
    description:
      'How the person was found present: by face before a camera, by hand, by badge, by PIN, by a check-in with their telephone, or as another installation told (`remote`)',
    example: 'face',
  })
  method!: AttendanceMethod;
  @Field(choice(...attendanceDirections), {
    nullable: true,
    description: 'Whether the person came or went, as the camera is registered; null where nobody knows',
    example: 'in',
  })
  direction!: AttendanceDirection | null;
  @Field(text(), {
    nullable: true,
    description: 'Employee id of the account that asked; null for entries of earlier versions',
  })
  requested_by!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Id of the API key that asked for that account; null for a session',
  })
  api_key!: string | null;
  @Field(boolean(), {
    description:
      'Whether the person asked for it in a session of their own, so that nobody else vouches for it',
  })
  self_reported!: boolean;
  @Field(text(), { nullable: true, description: 'Reason of a manual entry', example: 'Forgot the badge' })
  reason!: string | null;
  @Field(text(), { nullable: true, description: 'Account that made a manual entry' }) marked_by!:
    string | null;
}

export class LogQuery extends PageQuery {
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), { optional: true }) employee_id?: string;
  @Field(date(), { optional: true, description: 'First day, inclusive' }) date_from?: string;
  @Field(date(), { optional: true, description: 'Last day, inclusive' }) date_to?: string;
  @Field(timeZone(), ofSite) time_zone?: string;
  @Field(soughtText({ allowBlank: true, maxLength: 50 }), { optional: true }) camera_id?: string;
  @Field(soughtText({ allowBlank: true, maxLength: 100 }), { optional: true }) department?: string;
  @Field(choice(...attendanceMethods), { optional: true }) method?: AttendanceMethod;
  @Field(soughtText({ allowBlank: true, maxLength: 20 }), {
    optional: true,
    description: 'Employee id of the account that asked',
  })
  requested_by?: string;
  @Field(boolean(), { optional: true }) self_reported?: boolean;
}

export const summaryPeriods = ['daily', 'weekly', 'monthly', 'yearly'] as const;

export class SummaryQuery {
  @Field(choice(...summaryPeriods), {
    default: 'daily',
    description: 'Default range: 1, 7, 30 or 365 days, ending today',
  })
  period!: (typeof summaryPeriods)[number];
  @Field(date(), { optional: true, description: 'First day, inclusive; default: as `period` says' })
  date_from?: string;
  @Field(date(), {
    optional: true,
    description: 'Last day, inclusive; default: today, or `date_from` if that is later',
  })
  date_to?: string;
  @Field(timeZone(), ofSite) time_zone?: string;
  @Field(soughtText({ allowBlank: true, maxLength: 100 }), { optional: true }) department?: string;
}

export class AttendanceSummary {
  @Field(text()) period!: string;
  @Field(text({ format: 'date' }), { description: 'Last day of the range' }) date!: string;
  @Field(text(), { description: 'Time zone of the days and hours' }) time_zone!: string;
  @Field(integer()) total_attendances!: number;
  @Field(integer()) unique_persons!: number;
  @Field(record(integer()), { description: 'Attendances by department; people without one under "Unknown"' })
  departments!: Record<string, number>;
  @Field(record(integer()), {
    description: 'Attendances by hour of the day, as clocks of the time zone show it',
  })
  hourly_distribution!: Record<string, number>;
}

export class MarkAttendance {
  @Field(soughtText({ maxLength: 20 }), { example: 'FAC001' }) employee_id!: string;
  @Field(datetime(), { example: '2024-03-15T08:45:00Z' }) timestamp!: Instant;
  @Field(freeText({ maxLength: 500 }), {
    description: 'Why it is entered by hand',
    example: 'Manual entry due to system issue',
  })
  reason!: string;
  @Field(email(), {
    description: 'Accepted as documented but not stored; the entry names the account of the token',
  })
  marked_by!: string;
}

/** The attendance log, written by face recognition and by hand, and its totals. */
export const attendanceContract = contract(
  'attendance.log',
  { family: 'attendance', tag: 'Attendance' },
  {
    logs: op({
      subject: 'attendance.log.list',
      http: { method: 'GET', path: '/api/v1/attendance/logs/' },
      query: LogQuery,
      reply: pageOf(AttendanceLogView),
      access: authenticated(),
      errors: { DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from') },
      summary: 'Attendance, newest first; students see their own',
    }),
    summary: op({
      subject: 'attendance.log.summarise',
      http: { method: 'GET', path: '/api/v1/attendance/summary/' },
      query: SummaryQuery,
      reply: AttendanceSummary,
      access: authenticated(),
      limit: 'reports',
      errors: { DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from') },
      summary: 'Attendance totals of a period',
    }),
    mark: op({
      http: { method: 'POST', path: '/api/v1/attendance/mark/', status: 201 },
      undeclared: 'ignored',
      body: MarkAttendance,
      reply: AttendanceLogView,
      access: roles('admin'),
      errors: {
        USER_NOT_FOUND: errorReply(404, 'User not found'),
        TIMESTAMP_IN_FUTURE: errorReply(400, 'The timestamp is in the future.', 'timestamp'),
      },
      summary: 'Record attendance manually',
    }),
  },
);
