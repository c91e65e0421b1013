import { contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import { choice, Field, integer, object, opaqueText, text } from '../fields/index.js';

export const maintenanceTasks = [
  'cleanup_old_logs',
  'backup_database',
  'verify_audit',
  'rebuild_gallery',
] as const;
export type MaintenanceTask = (typeof maintenanceTasks)[number];

export const MIN_DAYS_TO_KEEP = 30;

export class MaintenanceParameters {
  @Field(integer({ min: MIN_DAYS_TO_KEEP, max: 36_500 }), {
    optional: true,
    description:
      'For cleanup_old_logs: attendance older than that is deleted; default: ATTENDANCE_LOG_RETENTION_DAYS. The other tasks take no parameters',
    example: 30,
  })
  days_to_keep?: number;
}

export class MaintenanceBody {
  @Field(opaqueText({ maxLength: 100 }), {
    description:
      'cleanup_old_logs deletes old attendance; backup_database writes a backup and restores it elsewhere to see that it can be; verify_audit looks for changes in the audit; rebuild_gallery reads all face templates anew',
    example: 'cleanup_old_logs',
  })
  task!: string;
  @Field(object(MaintenanceParameters), { optional: true, description: 'What the task needs to know' })
  parameters?: MaintenanceParameters;
}

export const maintenanceStatuses = ['queued', 'processing', 'completed', 'failed'] as const;
export type MaintenanceStatus = (typeof maintenanceStatuses)[number];

export class MaintenanceRun {
  @Field(text(), {
    description: 'Names the run: ask for its state with it',
    example: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
  })
  id!: string;
  @Field(text(), { description: 'What came of it, in words', example: '1204 attendances were deleted.' })
  message!: string;
  @Field(choice(...maintenanceTasks), { description: 'What is done' }) task!: MaintenanceTask;
  @Field(object(MaintenanceParameters), { description: 'As they were given' })
  parameters!: MaintenanceParameters;
  @Field(choice(...maintenanceStatuses), { description: 'How far it is' }) status!: MaintenanceStatus;
  @Field(text(), { nullable: true, description: 'Employee id of the administrator', example: 'ADM001' })
  requested_by!: string | null;
  @Field(text({ format: 'date-time' }), { description: 'When it was asked for' }) requested_at!: string;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When it ended; null until then',
    example: '2026-03-15T08:45:36Z',
  })
  ended_at!: string | null;
}

export class MaintenancePath {
  @Field(opaqueText({ maxLength: 36 }), {
    description: 'Names the run: `id` in the answer to the request',
    example: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
  })
  run_id!: string;
}

const administrators = { access: roles('admin'), sessionOnly: 'always' } as const;

/** Work on the platform that administrators begin by hand. */
export const maintenanceContract = contract(
  'attendance.maintenance',
  { family: 'attendance', tag: 'System' },
  {
    start: op({
      http: { method: 'POST', path: '/api/v1/system/maintenance/', status: 202 },
      body: MaintenanceBody,
      reply: MaintenanceRun,
      ...administrators,
      limit: 'reports',
      errors: {
        UNKNOWN_MAINTENANCE_TASK: errorReply(400, 'Unknown maintenance task'),
        MAINTENANCE_RUNNING: errorReply(409, 'This task is at work already; wait until it has ended.'),
      },
      summary: 'Begin a maintenance task',
    }),
    list: op({
      http: { method: 'GET', path: '/api/v1/system/maintenance/' },
      query: PageQuery,
      reply: pageOf(MaintenanceRun),
      ...administrators,
      summary: 'Maintenance of the last year, newest first',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/system/maintenance/{run_id}/' },
      params: MaintenancePath,
      reply: MaintenanceRun,
      ...administrators,
      limit: 'task-status',
      errors: { MAINTENANCE_NOT_FOUND: errorReply(404, 'Maintenance run not found') },
      summary: 'State of a maintenance task',
    }),
  },
);
