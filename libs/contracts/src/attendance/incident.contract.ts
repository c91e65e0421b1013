import { authenticated, contract, errorReply, op, pageOf, PageQuery, roles } from '../contract/index.js';
import {
  boolean,
  choice,
  datetime,
  Field,
  freeText,
  list,
  nameText,
  object,
  opaqueText,
  pictureText,
  soughtText,
  text,
} from '../fields/index.js';
import type { Instant } from '../instant.js';
import { MEBIBYTE } from '../sizes.js';
import { examplePicture } from '../vision/example-picture.js';

export const incidentSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type IncidentSeverity = (typeof incidentSeverities)[number];
export const incidentStatuses = ['open', 'confirmed', 'dismissed'] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

export class ReportIncident {
  @Field(nameText({ maxLength: 50 }), {
    description: 'What kind it is, in a word',
    example: 'spoofing_attempt',
  })
  type!: string;
  @Field(nameText({ maxLength: 50 }), { optional: true, nullable: true, example: 'CAM001' }) camera_id?:
    string | null;
  @Field(datetime(), {
    optional: true,
    description: 'When it happened; absent: now',
    example: '2024-03-15T08:45:23Z',
  })
  timestamp?: Instant;
  @Field(freeText({ maxLength: 2000 }), {
    description: 'What happened',
    example: 'Multiple failed liveness checks',
  })
  description!: string;
  @Field(choice(...incidentSeverities), { default: 'medium', example: 'medium' }) severity!: IncidentSeverity;
  @Field(pictureText({ maxLength: 16 * MEBIBYTE }), {
    optional: true,
    nullable: true,
    secret: true,
    description: 'A picture of it: JPEG, PNG or WebP. It is sealed; administrators see it',
    example: examplePicture,
  })
  image?: string | null;
}

export class IncidentNote {
  @Field(text({ format: 'date-time' }), { description: 'When it was written' }) at!: string;
  @Field(text(), { description: 'Employee id of who wrote it', example: 'ADM001' }) by!: string;
  @Field(text(), { description: 'What it says', example: 'Asked the guard; it was a visitor' }) text!: string;
}

export class IncidentView {
  @Field(text(), { example: '5f0c6a1e-8f52-4b52-8f5d-0f3f1f0b7a11' }) id!: string;
  @Field(text(), { description: 'What kind it is', example: 'spoofing_attempt' }) type!: string;
  @Field(text(), { nullable: true, example: 'CAM001' }) camera_id!: string | null;
  @Field(text({ format: 'date-time' }), { description: 'When it happened' }) timestamp!: string;
  @Field(text(), { description: 'What happened', example: 'Multiple failed liveness checks' })
  description!: string;
  @Field(choice(...incidentSeverities)) severity!: IncidentSeverity;
  @Field(choice(...incidentStatuses), { example: 'open' }) status!: IncidentStatus;
  @Field(boolean(), { description: 'Whether a picture of it is kept' }) has_image!: boolean;
  @Field(text(), {
    nullable: true,
    description: 'Employee id of who reported it; null where a rule opened it',
    example: 'FAC001',
  })
  reported_by!: string | null;
  @Field(text({ format: 'date-time' }), { description: 'When it was opened' }) created_at!: string;
  @Field(text(), { nullable: true, description: 'Employee id of who decided', example: 'ADM001' })
  decided_by!: string | null;
  @Field(text({ format: 'date-time' }), {
    nullable: true,
    description: 'When it was decided; null while it is open',
  })
  decided_at!: string | null;
  @Field(list(object(IncidentNote)), { description: 'Oldest first' }) notes!: IncidentNote[];
}

export class IncidentWithImage extends IncidentView {
  @Field(text(), {
    nullable: true,
    secret: true,
    description: 'The picture as a data URL',
    example: examplePicture,
  })
  image!: string | null;
}

export class IncidentQuery extends PageQuery {
  @Field(choice(...incidentStatuses), { optional: true }) status?: IncidentStatus;
  @Field(choice(...incidentSeverities), { optional: true }) severity?: IncidentSeverity;
  @Field(soughtText({ allowBlank: true, maxLength: 50 }), { optional: true, example: 'CAM001' })
  camera_id?: string;
}

export class IncidentPath {
  @Field(opaqueText({ maxLength: 36 }), { example: '5f0c6a1e-8f52-4b52-8f5d-0f3f1f0b7a11' }) id!: string;
}

export class DecideIncident {
  @Field(choice('confirmed', 'dismissed'), { example: 'dismissed' }) status!: 'confirmed' | 'dismissed';
  @Field(freeText({ maxLength: 1000 }), { description: 'Why', example: 'The guard knows the visitor' })
  note!: string;
}

export class AddIncidentNote {
  @Field(freeText({ maxLength: 1000 }), {
    description: 'What it says',
    example: 'Asked the guard; it was a visitor',
  })
  text!: string;
}

const administrators = { access: roles('admin'), sessionOnly: 'always' } as const;
const notFound = { INCIDENT_NOT_FOUND: errorReply(404, 'Incident not found') };

/** What people report, and what a series of failures looks like. */
export const incidentContract = contract(
  'attendance.incident',
  { family: 'attendance', tag: 'Security' },
  {
    report: op({
      http: {
        method: 'POST',
        path: '/api/v1/security/report-incident/',
        status: 201,
        bodyLimitBytes: 12 * MEBIBYTE,
      },
      undeclared: 'ignored',
      body: ReportIncident,
      reply: IncidentView,
      access: authenticated(),
      errors: {
        TIMESTAMP_IN_FUTURE: errorReply(400, 'The timestamp is in the future.', 'timestamp'),
        TOO_MANY_INCIDENTS: errorReply(
          409,
          'You reported 50 incidents that nobody has decided yet. Call an administrator.',
        ),
      },
      summary: 'Report an incident',
    }),
    list: op({
      http: { method: 'GET', path: '/api/v1/security/incidents/' },
      query: IncidentQuery,
      reply: pageOf(IncidentView),
      ...administrators,
      summary: 'List incidents, newest first',
    }),
    get: op({
      http: { method: 'GET', path: '/api/v1/security/incidents/{id}/' },
      params: IncidentPath,
      reply: IncidentWithImage,
      ...administrators,
      errors: notFound,
      summary: 'Read an incident with its picture',
    }),
    decide: op({
      http: { method: 'POST', path: '/api/v1/security/incidents/{id}/decide/' },
      params: IncidentPath,
      body: DecideIncident,
      reply: IncidentView,
      ...administrators,
      errors: {
        ...notFound,
        INCIDENT_DECIDED: errorReply(409, 'Somebody has decided otherwise already. Add a note instead.'),
      },
      summary: 'Confirm or dismiss an incident; the first decision counts',
    }),
    addNote: op({
      http: { method: 'POST', path: '/api/v1/security/incidents/{id}/notes/', status: 201 },
      params: IncidentPath,
      body: AddIncidentNote,
      reply: IncidentView,
      ...administrators,
      errors: { ...notFound, TOO_MANY_NOTES: errorReply(409, 'An incident has 100 notes at most.') },
      summary: 'Add a note to an incident',
    }),
  },
);
