import { authenticated, contract, op, roles } from '../contract/index.js';
import { choice, Field, integer, number, object, score, text } from '../fields/index.js';
import { type HealthStatus, healthStatuses } from './analytics.contract.js';

const status = { description: 'Whether it works' } as const;

export class DatabaseHealth {
  @Field(choice(...healthStatuses), status) status!: HealthStatus;
  @Field(number(), {
    nullable: true,
    description: 'Seconds in which it answered; null if it did not',
    example: 0.05,
  })
  response_time!: number | null;
  @Field(text(), { description: 'What serves here', example: 'PostgreSQL' }) served_by!: string;
}

export class MemoryHealth {
  @Field(choice(...healthStatuses), status) status!: HealthStatus;
  @Field(text(), {
    description: 'Used share of the memory that the process which answers may use for objects',
    example: '45%',
  })
  memory_usage!: string;
  @Field(text(), {
    description: 'What serves here in the place of Redis',
    example: 'PostgreSQL (sessions, limits), memory of the processes (copies)',
  })
  served_by!: string;
}

export class QueueHealth {
  @Field(choice(...healthStatuses), {
    description: 'degraded: a job that is due has waited for more than a minute',
  })
  status!: HealthStatus;
  @Field(integer(), { description: 'Jobs that wait or run', example: 12 }) queue_size!: number;
  @Field(text(), {
    description: 'What serves here in the place of RabbitMQ',
    example: 'NATS (calls, events), PostgreSQL (jobs)',
  })
  served_by!: string;
}

export class WorkerHealth {
  @Field(choice(...healthStatuses), { description: 'Whether photographs can be analysed' })
  status!: HealthStatus;
  @Field(integer(), { description: 'Ready threads of the vision process that answered', example: 4 })
  active_workers!: number;
}

export class ServicesHealth {
  @Field(object(DatabaseHealth), { description: 'Where everything is stored' }) database!: DatabaseHealth;
  @Field(object(MemoryHealth), { description: 'What Redis usually does' }) redis!: MemoryHealth;
  @Field(object(QueueHealth), { description: 'What RabbitMQ usually does' }) rabbitmq!: QueueHealth;
  @Field(object(WorkerHealth), { description: 'What analyses photographs' }) ai_workers!: WorkerHealth;
}

export class ApiPerformance {
  @Field(number(), {
    nullable: true,
    description: 'Mean seconds in which the gateways answered; null without requests',
    example: 0.15,
  })
  avg_api_response_time!: number | null;
  @Field(number(), { description: 'Answered requests of all gateways per minute', example: 342 })
  requests_per_minute!: number;
  @Field(number(), {
    nullable: true,
    description: 'Share of 5xx among the answers, 0 to 1; null without requests',
    example: 0.001,
  })
  error_rate!: number | null;
}

export class SystemHealth {
  @Field(choice('healthy', 'degraded'), { description: 'healthy if every part is' }) status!:
    'healthy' | 'degraded';
  @Field(text({ format: 'date-time' }), {
    description: 'When it was measured',
    example: '2024-03-15T09:00:00Z',
  })
  timestamp!: string;
  @Field(object(ServicesHealth), { description: 'The parts of the platform' }) services!: ServicesHealth;
  @Field(object(ApiPerformance), { description: 'Over the last five minutes' }) performance!: ApiPerformance;
}

export class NetworkTraffic {
  @Field(integer(), { description: 'Bytes sent since the start of the machine', example: 1_024_000_000 })
  bytes_sent!: number;
  @Field(integer(), { description: 'Bytes received since the start of the machine', example: 2_048_000_000 })
  bytes_received!: number;
}

export class FaceProcessing {
  @Field(integer(), { description: 'Face tasks that ended since then', example: 25_847 })
  total_processed!: number;
  @Field(number(), {
    nullable: true,
    description: 'Mean seconds from the start of a task to its end; null without any',
    example: 0.94,
  })
  avg_processing_time!: number | null;
  @Field(score(), {
    nullable: true,
    description: 'Share of the tasks that completed, also with "not recognised", 0 to 1; null without any',
    example: 0.99,
  })
  success_rate!: number | null;
  @Field(text({ format: 'date-time' }), {
    description: 'Since when they count: as long as results are kept (ATTENDANCE_RESULT_HOURS)',
    example: '2024-03-14T09:00:00Z',
  })
  since!: string;
}

export class SystemMetrics {
  @Field(score(), { description: 'Share of all cores in use over the last seconds, 0 to 1', example: 0.65 })
  cpu_usage!: number;
  @Field(score(), { description: 'Used share of the memory of machine or container, 0 to 1', example: 0.78 })
  memory_usage!: number;
  @Field(score(), { description: 'Used share of the disk of DATA_DIR, 0 to 1', example: 0.45 })
  disk_usage!: number;
  @Field(object(NetworkTraffic), {
    nullable: true,
    description: 'Traffic with other machines; null where the system does not tell',
  })
  network_io!: NetworkTraffic | null;
  @Field(object(FaceProcessing), { description: 'What became of face tasks' })
  face_processing!: FaceProcessing;
}

/** How the platform is, as it measures itself. */
export const systemContract = contract(
  'attendance.system',
  { family: 'attendance', tag: 'System' },
  {
    health: op({
      http: { method: 'GET', path: '/api/v1/system/health/' },
      reply: SystemHealth,
      access: authenticated(),
      summary: 'Health of the parts of the platform, measured now',
      description:
        'Answers 200 also where a part does not work. Orchestrators ask each process instead: /healthz and /readyz of its operations port.',
    }),
    metrics: op({
      http: { method: 'GET', path: '/api/v1/system/metrics/' },
      reply: SystemMetrics,
      access: roles('admin'),
      summary: 'Use of the machine that answers, and what became of face tasks',
    }),
  },
);
