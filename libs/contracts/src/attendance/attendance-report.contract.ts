import { authenticated, contract, errorReply, op, StreamPiece, StreamPosition } from '../contract/index.js';
import {
  boolean,
  choice,
  date,
  Field,
  integer,
  number,
  object,
  ofSite,
  opaqueText,
  record,
  score,
  soughtText,
  text,
  timeZone,
} from '../fields/index.js';
import { rateCalendars } from './mobile.contract.js';

export const reportFormats = ['json', 'csv', 'pdf', 'excel'] as const;
export type ReportFormat = (typeof reportFormats)[number];
/** Formats that are files. */
export type ReportFileFormat = Exclude<ReportFormat, 'json'>;

export const reportPeriods = ['daily', 'weekly', 'monthly'] as const;
export type ReportPeriod = (typeof reportPeriods)[number];

export const reportMediaTypes: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  excel: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export const MAX_REPORT_DAYS = 366;
export const MAX_REPORT_EMPLOYEES = 200;

export class AttendanceReportQuery {
  @Field(choice(...reportFormats), {
    default: 'json',
    description:
      'json: totals per department. csv, pdf and excel are files with a line for each person; those of more people than `REPORT_PEOPLE_AT_ONCE` are made in the background',
  })
  format!: ReportFormat;
  @Field(choice(...reportPeriods), {
    default: 'monthly',
    description:
      'Default range: the last whole day, week from Monday, or month. With one of the dates: a day, a week or a month from it or up to it',
  })
  period!: ReportPeriod;
  @Field(date(), { optional: true, description: 'First day, inclusive' }) date_from?: string;
  @Field(date(), {
    optional: true,
    description: `Last day, inclusive; with at most ${MAX_REPORT_DAYS} days in all. Days after today do not count, and today as far as it has come`,
  })
  date_to?: string;
  @Field(timeZone(), ofSite) time_zone?: string;
  @Field(soughtText({ allowBlank: true, maxLength: 100 }), { optional: true }) department?: string;
  @Field(soughtText({ allowBlank: true, maxLength: 4000 }), {
    optional: true,
    description: `Only these people: employee ids with commas between them, at most ${MAX_REPORT_EMPLOYEES}`,
    example: 'FAC001,FAC002',
  })
  employee_ids?: string;
  @Field(boolean(), {
    default: false,
    description: 'Whether a file is made in the background although it has few people',
    example: false,
  })
  background!: boolean;
}

export class DepartmentStats {
  @Field(integer(), { description: 'People of the department in the report', example: 1250 })
  total_employees!: number;
  @Field(score(), {
    nullable: true,
    description: 'Attended working days as a share of all of its people; null without any',
    example: 0.96,
  })
  attendance_rate!: number | null;
  @Field(number(), {
    nullable: true,
    description: 'People present on a working day, on average; null without a working day',
    example: 1198,
  })
  avg_daily_attendance!: number | null;
}

export class AttendanceReport {
  @Field(text(), {
    description: 'Counts the reports of a day. The same question about the same rows keeps its id',
    example: 'RPT_20240315_001',
  })
  report_id!: string;
  @Field(text({ format: 'date-time' }), {
    description: 'When these rows were first reported like this',
    example: '2024-03-15T09:00:00Z',
  })
  generated_at!: string;
  @Field(choice(...reportPeriods), { description: 'The period that was asked for' }) period!: ReportPeriod;
  @Field(text(), { description: 'First and last day', example: '2024-02-01 to 2024-02-29' })
  date_range!: string;
  @Field(integer(), {
    description: 'Active people, and those who attended in the range and are no longer active',
    example: 4250,
  })
  total_employees!: number;
  @Field(score(), {
    nullable: true,
    description:
      'Attended working days as a share of all, over all people: by their shifts, or without any from Monday to Friday since their first attendance; null without a working day',
    example: 0.94,
  })
  attendance_rate!: number | null;
  @Field(record(object(DepartmentStats)), {
    description: 'By department; people without one under "Unknown"',
  })
  department_stats!: Record<string, DepartmentStats>;
  @Field(integer(), {
    description: 'People without any attendance until the last day. They count in no rate',
    example: 12,
  })
  never_attended!: number;
  @Field(integer(), { description: 'Days from Monday to Friday in the range until today', example: 21 })
  working_days!: number;
  @Field(choice(...rateCalendars), {
    description:
      'Which days count as working days in the rates. shifts: those on which a person had a shift that neither a holiday nor leave made free. ' +
      'shifts_or_monday_to_friday: some have shifts',
  })
  calendar!: (typeof rateCalendars)[number];
  @Field(text(), { description: 'Time zone of the days', example: 'Europe/Berlin' }) time_zone!: string;
}

export const reportJobStatuses = ['queued', 'processing', 'completed', 'failed'] as const;
export type ReportJobStatus = (typeof reportJobStatuses)[number];

export class ReportJobView {
  @Field(text(), {
    description: 'Names the job: ask for its state with it',
    example: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
  })
  job_id!: string;
  @Field(choice(...reportJobStatuses), { description: 'How far it is' }) status!: ReportJobStatus;
  @Field(score(), { description: 'Share of the work that is done, 0 to 1', example: 0.4 }) progress!: number;
  @Field(choice('csv', 'pdf', 'excel'), { description: 'Kind of the file' }) format!: ReportFileFormat;
  @Field(text(), {
    nullable: true,
    description: 'Id of the report; null until it is made',
    example: 'RPT_20240315_001',
  })
  report_id!: string | null;
  @Field(text(), {
    nullable: true,
    description: 'Why there is no file; null unless it failed',
    example: 'UNAVAILABLE',
  })
  error_code!: string | null;
  @Field(text({ format: 'date-time' }), { description: 'When it was asked for' }) requested_at!: string;
  @Field(text({ format: 'date-time' }), { description: 'When the job and its file are destroyed' })
  expires_at!: string;
  @Field(text(), {
    description: 'Path that answers the state of the job',
    example: '/api/v1/reports/attendance/jobs/7d444840-9dc0-41d1-b245-5ffdce74fad2/',
  })
  status_url!: string;
  @Field(text(), {
    nullable: true,
    description: 'Path that answers the file; null until it is made',
    example: '/api/v1/reports/attendance/jobs/7d444840-9dc0-41d1-b245-5ffdce74fad2/file/',
  })
  download_url!: string | null;
}

export class ReportJobPath {
  @Field(opaqueText({ maxLength: 36 }), {
    description: 'Names the job: `job_id` in the answer with 202',
    example: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
  })
  job_id!: string;
}

const jobErrors = { REPORT_JOB_NOT_FOUND: errorReply(404, 'Report not found; ask for it again.') };
const { json, ...files } = reportMediaTypes;
const fileTypes = Object.values(files);

/** Reports of attendance as JSON and as files. */
export const attendanceReportContract = contract(
  'attendance.attendance-report',
  { family: 'attendance', tag: 'Reports' },
  {
    report: op({
      http: {
        method: 'GET',
        path: '/api/v1/reports/attendance/',
        stream: { mediaTypes: [json, ...fileTypes], json: AttendanceReport, later: ReportJobView },
      },
      query: AttendanceReportQuery,
      body: StreamPosition,
      reply: StreamPiece,
      access: authenticated(),
      limit: 'reports',
      errors: {
        DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from'),
        RANGE_TOO_LONG: errorReply(400, `A report has at most ${MAX_REPORT_DAYS} days.`, 'date_from'),
        TOO_MANY_EMPLOYEES: errorReply(
          400,
          `Name at most ${MAX_REPORT_EMPLOYEES} people, or a department.`,
          'employee_ids',
        ),
        REPORT_TOO_LARGE: errorReply(400, 'More than {most} people; choose a department.', 'department'),
        QUEUE_FULL: errorReply(503, 'Too many reports are being made; try again later.'),
      },
      summary: 'Report the attendance of a range of days; students get a report on themselves',
      description:
        'The same question over the same rows gives the same bytes. A file of many people is answered with 202: ask `status_url` until it has a `download_url`.',
    }),
    job: op({
      http: { method: 'GET', path: '/api/v1/reports/attendance/jobs/{job_id}/' },
      params: ReportJobPath,
      reply: ReportJobView,
      access: authenticated(),
      limit: 'task-status',
      errors: jobErrors,
      summary:
        'State of a report that is made in the background; only who asked for it and administrators see it',
    }),
    file: op({
      http: {
        method: 'GET',
        path: '/api/v1/reports/attendance/jobs/{job_id}/file/',
        stream: { mediaTypes: fileTypes },
      },
      params: ReportJobPath,
      body: StreamPosition,
      reply: StreamPiece,
      access: authenticated(),
      limit: 'general',
      errors: {
        ...jobErrors,
        REPORT_NOT_READY: errorReply(
          409,
          'It is not made yet; ask for its state until it has a download_url.',
        ),
      },
      summary: 'Download a report that was made in the background',
    }),
  },
);

/** Returns the employee ids that a query names. */
export const employeeIdsOf = (text: string | undefined): string[] =>
  [...new Set((text ?? '').split(',').map((id) => id.trim()))].filter((id) => id !== '');
