import { authenticated, contract, op } from '../contract/index.js';
import { choice, Field, integer, number, object, ofSite, text, timeZone } from '../fields/index.js';

export const healthStatuses = ['healthy', 'degraded', 'unhealthy'] as const;
export type HealthStatus = (typeof healthStatuses)[number];

export class RealTimeQuery {
  @Field(timeZone(), ofSite) time_zone?: string;
}

export class PlatformCondition {
  @Field(number(), {
    nullable: true,
    description:
      'Mean seconds in which the gateways answered in the last five minutes; null without requests',
    example: 0.15,
  })
  api_response_time!: number | null;
  @Field(choice(...healthStatuses), { description: 'Whether photographs can be analysed' })
  ai_worker_status!: HealthStatus;
  @Field(integer(), { description: 'Connections to the database', example: 45 })
  database_connections!: number;
  @Field(integer(), { description: 'Jobs that wait or run', example: 12 }) queue_size!: number;
}

export class CameraCounts {
  @Field(integer(), { description: 'Cameras that gave a picture when last looked at', example: 28 })
  online!: number;
  @Field(integer(), { description: 'Cameras that did not, and those never looked at', example: 2 })
  offline!: number;
  @Field(integer(), { description: 'Cameras with a fault', example: 0 }) errors!: number;
  @Field(integer(), { description: 'Cameras that are being worked on', example: 1 }) maintenance!: number;
}

export class RealTimeAnalytics {
  @Field(integer(), {
    nullable: true,
    description: 'People inside: entries minus exits. Null where no camera tells directions',
    example: 2847,
  })
  current_occupancy!: number | null;
  @Field(integer(), {
    description: 'People who went in while they counted as outside, since `occupancy_since`',
    example: 3521,
  })
  entries!: number;
  @Field(integer(), {
    description: 'People who went out while they counted as inside, since `occupancy_since`',
    example: 674,
  })
  exits!: number;
  @Field(text({ format: 'date-time' }), {
    description:
      'When everybody last counted as outside: each night, so that what cameras missed does not add up',
    example: '2024-03-15T04:00:00Z',
  })
  occupancy_since!: string;
  @Field(integer(), { description: 'People who attended today', example: 3521 }) today_attendance!: number;
  @Field(text(), {
    nullable: true,
    description: 'Hour of today with the most attendances; null without any',
    example: '09:00',
  })
  peak_hour!: string | null;
  @Field(number(), {
    nullable: true,
    description:
      'Mean seconds from the acceptance of a verification to its end, in the last hour; null without any',
    example: 0.94,
  })
  avg_processing_time!: number | null;
  @Field(object(PlatformCondition), { description: 'How the platform is' }) system_health!: PlatformCondition;
  @Field(object(CameraCounts), { description: 'Active cameras by state' }) camera_status!: CameraCounts;
  @Field(text(), { description: 'Time zone of today and of the hour', example: 'Europe/Berlin' })
  time_zone!: string;
}

/** What happens now. */
export const analyticsContract = contract(
  'attendance.analytics',
  { family: 'attendance', tag: 'Reports' },
  {
    realTime: op({
      http: { method: 'GET', path: '/api/v1/reports/analytics/real-time/' },
      query: RealTimeQuery,
      reply: RealTimeAnalytics,
      access: authenticated(),
      summary: 'Who is inside, and how platform and cameras are, measured now',
    }),
  },
);
