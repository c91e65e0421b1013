import { contract, errorReply, families, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  date,
  Field,
  type FieldType,
  integer,
  ofSite,
  opaqueText,
  record,
  soughtText,
  text,
  timeZone,
} from '../fields/index.js';

/** What rows of the audit tell, in the words of the attendance document where it has one. */
export const auditLogActions = [
  'login',
  'login_limited',
  'logout',
  'session_ended',
  'refresh_token_reused',
  'account_created',
  'account_changed',
  'account_activated',
  'account_deactivated',
  'role_changed',
  'password_changed',
  'accounts_linked',
  'accounts_unlinked',
  'api_key_created',
  'api_key_revoked',
  'api_key_used',
  'device_created',
  'device_changed',
  'device_rotated',
  'device_revoked',
  'device_equipment_removed',
  'camera_created',
  'camera_changed',
  'camera_deactivated',
  'camera_tested',
  'camera_viewed',
  'webhook_created',
  'webhook_changed',
  'webhook_rotated',
  'webhook_removed',
  'webhook_disabled',
  'webhook_replayed',
  'webhook_tested',
  'signing_key_rotated',
  'signing_keys_withdrawn',
  'attendance_marked',
  'badge_issued',
  'badge_revoked',
  'pin_set',
  'pin_removed',
  'presence_verified',
  'check_in_refused',
  'site_created',
  'site_changed',
  'site_removed',
  'incident_opened',
  'incident_noted',
  'incident_decided',
  'consent_given',
  'consent_withdrawn',
  'webhook_sender_created',
  'webhook_sender_removed',
  'face_enrollment',
  'face_replacement',
  'face_revocation',
  'face_verification',
  'face_conflict_decided',
  'face_twins_ended',
  'face_evaluation_adopted',
  'working_time_changed',
  'maintenance_started',
] as const;
export type AuditLogAction = (typeof auditLogActions)[number];

/** Words of the document's filter that name several kinds of rows, or one by another name. */
export const auditLogFilters = {
  enrollment: ['face_enrollment', 'face_replacement'],
  verification: ['face_verification'],
} as const satisfies Readonly<Record<string, readonly AuditLogAction[]>>;
export type AuditLogFilter = AuditLogAction | keyof typeof auditLogFilters;

export const auditSeverities = ['info', 'warning', 'error'] as const;
export type AuditSeverity = (typeof auditSeverities)[number];

export class AuditLogQuery extends PageQuery {
  @Field(choice(...auditLogActions, 'enrollment', 'verification'), {
    optional: true,
    example: 'verification',
    description:
      '`enrollment` finds `face_enrollment` and `face_replacement`, `verification` finds `face_verification`',
  })
  action?: AuditLogFilter;
  @Field(soughtText({ maxLength: 150 }), {
    optional: true,
    example: 'FAC001',
    description: 'Employee id or user name of the affected or the acting account',
  })
  user_id?: string;
  @Field(date(), { optional: true, description: 'First day, inclusive' }) date_from?: string;
  @Field(date(), { optional: true, description: 'Last day, inclusive' }) date_to?: string;
  @Field(timeZone(), ofSite) time_zone?: string;
  @Field(choice(...auditSeverities), { optional: true, description: 'How grave it is' })
  severity?: AuditSeverity;
  @Field(boolean(), { optional: true, description: 'Whether it succeeded' }) success?: boolean;
  @Field(choice(...families), { optional: true, description: 'API of the affected account' })
  family?: (typeof families)[number];
}

type Scalar = string | number | boolean | null;
const scalar: FieldType<Scalar> = {
  schema: () => ({ type: ['string', 'number', 'boolean', 'null'] }),
  read: (value) => value as Scalar,
};

export class AuditLogView {
  @Field(integer(), { description: 'Counts all events from 1 without a gap', example: 12345 }) id!: number;
  @Field(text({ format: 'date-time' }), {
    description: 'When it was recorded',
    example: '2024-03-15T08:45:23Z',
  })
  timestamp!: string;
  @Field(choice(...auditLogActions)) action!: AuditLogAction;
  @Field(text(), {
    nullable: true,
    example: 'FAC001',
    description:
      'Employee id or user name of the affected account, else of the acting one; null where nobody was recognised or a log-in named nobody',
  })
  user_id!: string | null;
  @Field(choice(...families), { nullable: true, description: 'API of that account' })
  family!: (typeof families)[number] | null;
  @Field(text(), {
    nullable: true,
    example: 'ADM001',
    description: 'Employee id or user name of the acting account; null without a session and for an operator',
  })
  requested_by!: string | null;
  @Field(text(), {
    nullable: true,
    example: '192.168.1.50',
    description: 'Address of the client, where it is known',
  })
  ip_address!: string | null;
  @Field(text(), {
    nullable: true,
    example: 'FaceAttendance/1.0',
    description: 'What the client calls itself',
  })
  user_agent!: string | null;
  @Field(boolean(), { description: 'Whether it succeeded' }) success!: boolean;
  @Field(choice(...auditSeverities), { description: 'How grave it is' }) severity!: AuditSeverity;
  @Field(opaqueText(), {
    example: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
    description: 'Header X-Request-Id of the request',
  })
  request_id!: string;
  @Field(record(scalar), {
    description: 'More about it, by kind',
    example: { camera_id: 'CAM001', confidence: 0.97, processing_time: 0.89 },
  })
  details!: Record<string, Scalar>;
}

/** Lets administrators read the audit of all families. */
export const auditLogContract = contract(
  'identity.audit-log',
  { family: 'attendance', tag: 'Security' },
  {
    list: op({
      http: { method: 'GET', path: '/api/v1/security/audit-logs/' },
      query: AuditLogQuery,
      reply: pageOf(AuditLogView),
      access: roles('admin'),
      errors: { DATES_REVERSED: errorReply(400, 'date_from must not be after date_to.', 'date_from') },
      summary: 'Security audit, newest first',
    }),
  },
);
